import type { z } from 'zod';
import { within } from '../../shared/in-time';
import { InfrastructureFault } from '../infrastructure-fault';
import type { BacalhauEnv } from './bacalhau-env';
import {
  type BacalhauJob,
  type BacalhauSubmission,
  errorSchema,
  jobBodyOf,
  jobSchema,
  nodesSchema,
  putSchema,
  resultsSchema,
  unchangedIdOf,
  versionSchema,
} from './bacalhau-wire';

const PATIENCE_MS = 15_000;
const MIB = 1024 * 1024;
const LARGEST_ANSWER = 64 * MIB;
const BUSY: readonly number[] = [408, 429, 500, 502, 503, 504];
const LONGEST_WAIT_S = 60;

/** The network did not answer, or is busy: worth another try. */
export class BacalhauUnreachable extends Error {
  override readonly name = 'BacalhauUnreachable';
  /** As the network asked. */
  readonly afterMs: number | undefined;
  /** It says that it failed itself: a few more tries are enough. */
  readonly isError: boolean;

  constructor(
    message: string,
    options?: ErrorOptions & { readonly afterMs?: number | undefined; readonly isError?: boolean },
  ) {
    super(message, options);
    this.afterMs = options?.afterMs;
    this.isError = options?.isError ?? false;
  }
}

/**
 * The part of an orchestrator's API that jobs need. Every method throws BacalhauUnreachable where a later call
 * may do better, and InfrastructureFault where the network refuses.
 */
export interface BacalhauClient {
  /** @returns the job's id; `isKnown`: an equal job of this name was there already */
  submit(
    submission: BacalhauSubmission,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly isKnown: boolean }>;
  /** @returns undefined when the orchestrator does not know the job (any more) */
  job(id: string, signal?: AbortSignal): Promise<BacalhauJob | undefined>;
  /** Addresses of the archives of a job's results. */
  results(id: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** @param limit bytes of the archive */
  download(url: string, limit: number, signal?: AbortSignal): Promise<Uint8Array>;
  stop(id: string, reason: string, signal?: AbortSignal): Promise<void>;
  describe(
    signal?: AbortSignal,
  ): Promise<{ readonly version: string; readonly dockerNodes: number }>;
}

export function bacalhauClient(env: BacalhauEnv): BacalhauClient {
  const jobs = '/api/v1/orchestrator/jobs';
  const call = (path: string, options: CallOptions = {}) =>
    callApi(`${env.BACALHAU_URL}${path}`, authOf(env), options);
  const jobPath = (id: string) => `${jobs}/${encodeURIComponent(id)}`;

  return {
    submit: async (submission, signal) => {
      const answer = await call(jobs, { method: 'PUT', body: jobBodyOf(submission), signal });
      if (answer.status === 200)
        return { id: parse(putSchema, answer.value).JobID, isKnown: false };
      const known = unchangedIdOf(messageOf(answer));
      if (known !== undefined) return { id: known, isKnown: true };
      throw refusalOf(answer, 'take the job');
    },
    job: async (id, signal) => {
      const answer = await call(`${jobPath(id)}?include=executions`, { signal });
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw refusalOf(answer, `tell of job ${id}`);
      return parse(jobSchema, answer.value);
    },
    results: async (id, signal) => {
      const answer = await call(`${jobPath(id)}/results`, { signal });
      if (answer.status !== 200) throw refusalOf(answer, `tell of the results of ${id}`);
      return parse(resultsSchema, answer.value).Items ?? [];
    },
    download: (url, limit, signal) => download(url, limit, signal),
    stop: async (id, reason, signal) => {
      const path = `${jobPath(id)}?reason=${encodeURIComponent(reason)}`;
      const answer = await call(path, { method: 'DELETE', signal });
      const isOver = answer.status === 404 || /already|terminal/i.test(messageOf(answer));
      if (answer.status !== 200 && !isOver) throw refusalOf(answer, `stop job ${id}`);
    },
    describe: async (signal) => {
      const version = await call('/api/v1/agent/version', { signal });
      const nodes = await call('/api/v1/orchestrator/nodes', { signal });
      for (const answer of [version, nodes]) {
        if (answer.status !== 200) throw refusalOf(answer, 'describe itself');
      }
      const { Nodes } = parse(nodesSchema, nodes.value);
      const engines = (Nodes ?? []).map(
        ({ Info }) => Info?.ComputeNodeInfo?.ExecutionEngines ?? [],
      );
      return {
        version: parse(versionSchema, version.value).BuildVersionInfo?.GitVersion ?? 'unknown',
        dockerNodes: engines.filter((names) => names.includes('docker')).length,
      };
    },
  };
}

interface CallOptions {
  readonly method?: 'GET' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

interface Answer {
  readonly status: number;
  readonly value: unknown;
}

function authOf({ BACALHAU_TOKEN, BACALHAU_USER, BACALHAU_PASSWORD }: BacalhauEnv) {
  if (BACALHAU_TOKEN !== undefined) return { Authorization: `Bearer ${BACALHAU_TOKEN}` };
  if (BACALHAU_USER === undefined) return {};
  const pair = Buffer.from(`${BACALHAU_USER}:${BACALHAU_PASSWORD}`).toString('base64');
  return { Authorization: `Basic ${pair}` };
}

async function callApi(
  url: string,
  auth: Record<string, string>,
  { method = 'GET', body, signal }: CallOptions,
): Promise<Answer> {
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(url, {
      method,
      redirect: 'error',
      headers: {
        ...auth,
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: within(PATIENCE_MS, signal),
    });
    bytes = await bytesOf(response, LARGEST_ANSWER);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof InfrastructureFault) throw cause;
    throw new BacalhauUnreachable('the orchestrator does not answer', { cause });
  }
  const answer = { status: response.status, value: jsonOf(bytes) };
  if (response.status === 401 || response.status === 403) {
    const message = 'the orchestrator refuses BACALHAU_TOKEN, or BACALHAU_USER and its password';
    throw new InfrastructureFault(message, { reason: 'engine-unfit' });
  }
  if (BUSY.includes(response.status) && unchangedIdOf(messageOf(answer)) === undefined) {
    const said = messageOf(answer).slice(0, 500);
    const afterMs = waitOf(response.headers.get('Retry-After'));
    const message = `the orchestrator answers ${response.status} ${said}`;
    throw new BacalhauUnreachable(message, { afterMs, isError: response.status === 500 });
  }
  return answer;
}

async function download(url: string, limit: number, signal?: AbortSignal): Promise<Uint8Array> {
  if (!/^https?:/.test(url)) {
    const message =
      'a result lies at no web address: set the publisher of the network to local or s3';
    throw new InfrastructureFault(message, { reason: 'engine-unfit' });
  }
  try {
    // Not the orchestrator's: its secrets stay here.
    const response = await fetch(url, { redirect: 'error', ...(signal ? { signal } : {}) });
    if (response.status !== 200) {
      throw new BacalhauUnreachable(`a result's address answers ${response.status}`);
    }
    return await bytesOf(response, limit);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof BacalhauUnreachable || cause instanceof InfrastructureFault) throw cause;
    throw new BacalhauUnreachable('a result was not sent to its end', { cause });
  }
}

async function bytesOf({ body }: Response, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  if (body === null) return new Uint8Array(0);
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > limit) {
      throw new InfrastructureFault('the network sends more than was asked for', {
        reason: 'bad-answer',
      });
    }
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

const messageOf = ({ value }: Answer): string => errorSchema.safeParse(value).data?.Message ?? '';

/** Seconds, or a date; anything else is no wait. */
function waitOf(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT_S, seconds) * 1_000 : undefined;
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.');
  throw new InfrastructureFault(`the orchestrator's answer is not understood (${where})`, {
    cause: parsed.error,
    reason: 'bad-answer',
  });
}

const refusalOf = (answer: Answer, what: string) =>
  new InfrastructureFault(
    `the orchestrator refuses to ${what}: ${answer.status} ${messageOf(answer).slice(0, 500)}`,
    { reason: 'engine-unfit' },
  );
