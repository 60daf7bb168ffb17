import type { z } from 'zod';
import { within } from '../../shared/in-time';
import { InfrastructureFault } from '../infrastructure-fault';
import type { SlurmEnv } from './slurm-env';
import { slurmTokens, type TokenSource } from './slurm-token.server';
import {
  answerSchema,
  apiVersionOf,
  jobsSchema,
  openapiSchema,
  partitionsSchema,
  pingSchema,
  SLURM_API_VERSIONS,
  type SlurmApiVersion,
  type SlurmJob,
  type SlurmSubmission,
  startNowBodyOf,
  submitBodyOf,
  submittedSchema,
} from './slurm-wire';

const PATIENCE_MS = 10_000;
/** A cluster with very many jobs lists megabytes; beyond this it is no answer of Slurm's. */
const LARGEST_ANSWER = 256 * 1024 * 1024;
/** slurm_errno.h: what the controller itself refuses is numbered from 2000 on. */
const FIRST_REFUSAL = 2_000;
const LAST_REFUSAL = 2_999;
const UNKNOWN_JOB = 2_017;
const ALREADY_DONE = 2_021;
/** The configuration asked for is not available: at this time, or at all. */
const IMPOSSIBLE_REQUESTS: readonly number[] = [2_014, 2_015];

/** The cluster did not answer, or not with an answer: worth another try. */
export class SlurmUnreachable extends Error {
  override readonly name = 'SlurmUnreachable';
}

/** The controller refuses what it was asked; asking again changes nothing. */
class SlurmRefusal extends Error {
  override readonly name = 'SlurmRefusal';
  readonly number: number;

  constructor(number: number, message: string) {
    super(message);
    this.number = number;
  }
}

/**
 * The part of slurmrestd's API that jobs need.
 *
 * Every method throws SlurmUnreachable where a later call may do better, and InfrastructureFault where
 * the cluster refuses.
 */
export interface SlurmClient {
  submit(submission: SlurmSubmission, signal?: AbortSignal): Promise<number>;
  /** @returns undefined when the controller does not know the job (any more) */
  job(id: number, signal?: AbortSignal): Promise<SlurmJob | undefined>;
  /** This account's jobs of that name, newest first. */
  jobsNamed(name: string, signal?: AbortSignal): Promise<readonly SlurmJob[]>;
  /** Ends the wait that Slurm puts before a job that it runs again. */
  startNow(id: number, signal?: AbortSignal): Promise<void>;
  /** Also where it has ended already. */
  cancel(id: number, signal?: AbortSignal): Promise<void>;
  /** Slurm's own version, and whether a partition is there. */
  describe(
    partition: string | undefined,
    signal?: AbortSignal,
  ): Promise<{ readonly version: string; readonly isUp: boolean; readonly hasPartition: boolean }>;
}

type ClientSettings = Pick<
  SlurmEnv,
  'SLURM_URL' | 'SLURM_USER' | 'SLURM_KEY_FILE' | 'SLURM_TOKEN' | 'SLURM_TOKEN_COMMAND'
>;

export function slurmClient(settings: ClientSettings): SlurmClient {
  const { SLURM_URL: url, SLURM_USER: user } = settings;
  const tokens = slurmTokens(settings);
  const call = (path: string, options: CallOptions = {}) =>
    callApi(`${url}${path}`, user, tokens, options);
  let chosen: SlurmApiVersion | undefined;

  async function base(signal?: AbortSignal): Promise<string> {
    if (chosen === undefined) {
      const { paths } = parse(openapiSchema, await call('/openapi', { signal }));
      chosen = apiVersionOf(Object.keys(paths));
      if (chosen === undefined) {
        const spoken = `${SLURM_API_VERSIONS.at(-1)} to ${SLURM_API_VERSIONS[0]}`;
        throw fault('engine-unfit', `slurmrestd speaks no API version from ${spoken}`);
      }
    }
    return `/slurm/${chosen}`;
  }

  return {
    submit: async (submission, signal) => {
      const path = `${await base(signal)}/job/submit`;
      const body = submitBodyOf(submission, chosen!);
      try {
        const answer = await call(path, { method: 'POST', body, signal });
        return parse(submittedSchema, answer).job_id;
      } catch (error) {
        throw faultOf(error, 'submit the job');
      }
    },
    job: async (id, signal) => {
      try {
        const { jobs } = parse(
          jobsSchema,
          await call(`${await base(signal)}/job/${id}`, { signal }),
        );
        return jobs.find((job) => job.id === id);
      } catch (error) {
        if (error instanceof SlurmRefusal && error.number === UNKNOWN_JOB) return undefined;
        throw faultOf(error, `ask for job ${id}`);
      }
    },
    jobsNamed: async (name, signal) => {
      try {
        const { jobs } = parse(jobsSchema, await call(`${await base(signal)}/jobs`, { signal }));
        return jobs
          .filter((job) => job.name === name && job.user === user)
          .sort((one, other) => other.id - one.id);
      } catch (error) {
        throw faultOf(error, 'list jobs');
      }
    },
    startNow: async (id, signal) => {
      const path = `${await base(signal)}/job/${id}`;
      const body = startNowBodyOf(chosen!, Math.floor(Date.now() / 1_000));
      await call(path, { method: 'POST', body, signal }).catch((error: unknown) => {
        throw faultOf(error, `start job ${id}`);
      });
    },
    cancel: async (id, signal) => {
      try {
        await call(`${await base(signal)}/job/${id}`, { method: 'DELETE', signal });
      } catch (error) {
        const isOver =
          error instanceof SlurmRefusal && [UNKNOWN_JOB, ALREADY_DONE].includes(error.number);
        if (!isOver) throw faultOf(error, `cancel job ${id}`);
      }
    },
    describe: async (partition, signal) => {
      try {
        const root = await base(signal);
        const { pings, meta } = parse(pingSchema, await call(`${root}/ping`, { signal }));
        const { partitions } = parse(
          partitionsSchema,
          await call(`${root}/partitions`, { signal }),
        );
        return {
          version: meta?.Slurm?.release ?? meta?.slurm?.release ?? 'unknown',
          isUp: (pings ?? []).some(({ ping }) => ping === 'UP'),
          hasPartition:
            partition === undefined || partitions.some(({ name }) => name === partition),
        };
      } catch (error) {
        throw faultOf(error, 'describe the cluster');
      }
    },
  };
}

interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

async function callApi(
  url: string,
  user: string,
  tokens: TokenSource,
  options: CallOptions,
  isSecondTry = false,
): Promise<unknown> {
  const { method = 'GET', body, signal } = options;
  const token = await tokens.get();
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      redirect: 'error',
      headers: {
        'X-SLURM-USER-NAME': user,
        'X-SLURM-USER-TOKEN': token,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: within(PATIENCE_MS, signal),
    });
    text = await textOf(response);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new SlurmUnreachable('slurmrestd does not answer', { cause });
  }
  if (response.status === 401 || response.status === 403 || text === 'Authentication failure') {
    // A token that was made before the clock or the key changed.
    tokens.forget();
    if (!isSecondTry) return callApi(url, user, tokens, options, true);
    throw fault(
      'engine-unfit',
      'slurmrestd refuses the token: check SLURM_USER and its key or token',
    );
  }
  return answerOf(response.status, text);
}

async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (body === null) return text;
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > LARGEST_ANSWER) throw new RangeError('the answer is too large');
  }
  return text + decoder.decode();
}

function answerOf(status: number, text: string): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new SlurmUnreachable(`slurmrestd answers ${status} without JSON`, { cause });
  }
  const problem = answerSchema.safeParse(answer).data?.errors?.[0];
  if (problem !== undefined) {
    const number = problem.error_number ?? problem.error_code ?? 0;
    const message = `${problem.error ?? ''} ${problem.description ?? ''}`.trim().slice(0, 500);
    if (number >= FIRST_REFUSAL && number <= LAST_REFUSAL) throw new SlurmRefusal(number, message);
    throw new SlurmUnreachable(`slurmrestd: ${message} (${number})`);
  }
  if (status !== 200) throw new SlurmUnreachable(`slurmrestd answers ${status}`);
  return answer;
}

function parse<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.');
  throw new InfrastructureFault(`slurmrestd's answer is not what its version says (${where})`, {
    cause: parsed.error,
    reason: 'bad-answer',
  });
}

function faultOf(error: unknown, what: string): unknown {
  if (!(error instanceof SlurmRefusal)) return error;
  const isImpossible = IMPOSSIBLE_REQUESTS.includes(error.number);
  return new InfrastructureFault(`Slurm refuses to ${what}: ${error.message} (${error.number})`, {
    cause: error,
    reason: isImpossible ? 'impossible-request' : 'engine-unfit',
  });
}

const fault = (reason: 'engine-unfit', message: string) =>
  new InfrastructureFault(message, { reason });
