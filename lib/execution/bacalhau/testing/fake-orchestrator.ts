import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type HttpBindings, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { pack } from 'tar-stream';
import { z } from 'zod';

/**
 * A stand-in for a Bacalhau orchestrator and its nodes, as strict as they are: what it is asked is checked
 * against the shapes of v1.9, and what it answers has them, with all that makes a network unpleasant. It runs
 * nothing: a test says how each execution ends.
 */

/** How one execution of a job ends. */
export interface FakeEnd {
  readonly state: 'completed' | 'failed';
  readonly exitCode?: number;
  readonly message?: string;
  /** What its node publishes; outputs are below "outputs/". */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export interface FakeOptions {
  readonly token?: string;
  /** Ends of the executions of each job, one after the other; a failed one is retried while there are more. */
  readonly ends?: readonly FakeEnd[];
  /** Questions after a job was put until an execution ends; each is answered with the state until then. */
  readonly slowness?: number;
  /** Answers that calls get before they are let through: status and headers. */
  readonly mishaps?: Mishap[];
  /** Downloads that break off in the middle. */
  readonly brokenDownloads?: number;
}

export interface Mishap {
  readonly method: string;
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** Whether the call is carried out all the same, and only its answer lost. */
  readonly isCarriedOut?: boolean;
}

export interface FakeOrchestrator {
  readonly url: string;
  /** Bodies of jobs that were put, each once. */
  readonly jobs: readonly PutJob[];
  /** What was wrong with what was asked; empty for a client that keeps to the contract. */
  readonly violations: readonly string[];
  readonly stopped: readonly { readonly id: string; readonly reason: string }[];
  stop(): Promise<void>;
}

const specSchema = z.strictObject({
  Type: z.string().min(1),
  Params: z.record(z.string(), z.unknown()),
});

const putJobSchema = z.strictObject({
  Name: z.string().regex(/^\S{1,255}$/),
  Namespace: z.string().min(1),
  Type: z.literal('batch'),
  Count: z.literal(1),
  Tasks: z
    .array(
      z.strictObject({
        Name: z.string().min(1),
        Engine: z.strictObject({
          Type: z.literal('docker'),
          Params: z.strictObject({
            Image: z.string().regex(/@sha256:[0-9a-f]{64}$/),
            Parameters: z.array(z.string()),
          }),
        }),
        Publisher: specSchema,
        Env: z.record(
          z.string().regex(/^(?!BACALHAU_)[A-Z][A-Z0-9_]*$/),
          z
            .string()
            .min(1)
            .regex(/^(?!env:)/),
        ),
        InputSources: z.array(
          z.strictObject({
            Alias: z.string(),
            Target: z.string().regex(/^\//),
            Source: z.strictObject({
              Type: z.literal('inline'),
              Params: z.strictObject({ URL: z.string().regex(/^data:application\/gzip;base64,/) }),
            }),
          }),
        ),
        ResultPaths: z.array(
          z.strictObject({ Name: z.string().min(1), Path: z.string().regex(/^\//) }),
        ),
        Resources: z.strictObject({
          CPU: z.string().regex(/^\d+m$/),
          Memory: z.string().regex(/^\d+MiB$/),
          Disk: z.string().regex(/^\d+MiB$/),
          GPU: z.string().regex(/^\d+$/).optional(),
        }),
        Network: z.strictObject({ Type: z.literal('None') }),
        Timeouts: z.strictObject({ ExecutionTimeout: z.number().int().positive() }),
      }),
    )
    .length(1),
});

export type PutJob = z.output<typeof putJobSchema>;

interface Held {
  readonly id: string;
  readonly job: PutJob;
  /** Ends of executions so far. */
  readonly ended: FakeEnd[];
  left: number;
  isStopped: boolean;
}

export async function startFakeOrchestrator(options: FakeOptions = {}): Promise<FakeOrchestrator> {
  const { token, ends = [{ state: 'completed' }], slowness = 2 } = options;
  const mishaps = [...(options.mishaps ?? [])];
  let brokenDownloads = options.brokenDownloads ?? 0;
  const held: Held[] = [];
  const violations: string[] = [];
  const stopped: { id: string; reason: string }[] = [];
  const app = new Hono<{ Bindings: HttpBindings }>();
  const failure = (context: Context, status: 400 | 401 | 404 | 500, Message: string) =>
    context.json(
      { Status: status, Message, RequestID: 'r', Code: 'Error', Component: 'API' },
      status,
    );

  app.use('/api/*', async (context, next) => {
    if (token !== undefined && context.req.header('Authorization') !== `Bearer ${token}`) {
      return failure(context, 401, 'not authorized');
    }
    const at = mishaps.findIndex(({ method }) => method === context.req.method);
    const [mishap] = at < 0 ? [] : mishaps.splice(at, 1);
    if (mishap === undefined) return next();
    if (mishap.isCarriedOut) await next();
    const body = JSON.stringify({ Status: mishap.status, Message: 'try again' });
    context.res = undefined;
    context.res = new Response(body, {
      status: mishap.status,
      ...(mishap.headers ? { headers: mishap.headers } : {}),
    });
    return undefined;
  });

  app.put('/api/v1/orchestrator/jobs', async (context) => {
    const body: unknown = await context.req.json();
    const parsed = z.strictObject({ Job: putJobSchema }).safeParse(body);
    if (!parsed.success) {
      violations.push(z.prettifyError(parsed.error));
      return failure(context, 400, z.prettifyError(parsed.error));
    }
    const { Job: job } = parsed.data;
    const same = held.find((each) => each.job.Name === job.Name);
    if (same !== undefined) {
      if (JSON.stringify(same.job) !== JSON.stringify(job)) {
        violations.push(`another job is called ${job.Name}`);
      }
      const message = `no changes detected for new job spec. Job Name: '${job.Name}', Job Id: '${same.id}'`;
      return failure(context, 500, message);
    }
    const id = `j-${held.length + 1}`;
    held.push({ id, job, ended: [], left: slowness, isStopped: false });
    return context.json({ JobID: id, EvaluationID: `e-${id}`, Warnings: [] });
  });

  const find = (context: Context) => held.find(({ id }) => id === context.req.param('id'));

  app.get('/api/v1/orchestrator/jobs/:id', (context) => {
    const include = context.req.query('include');
    if (include !== 'executions') violations.push(`include=${include}`);
    const one = find(context);
    if (one === undefined) return failure(context, 404, 'job not found');
    return context.json(answerOf(one, ends, slowness));
  });

  app.delete('/api/v1/orchestrator/jobs/:id', (context) => {
    const one = find(context);
    if (one === undefined) return failure(context, 404, 'job not found');
    const reason = context.req.query('reason') ?? '';
    if (reason === '') violations.push('a job is stopped without a reason');
    one.isStopped = true;
    stopped.push({ id: one.id, reason });
    return context.json({ EvaluationID: 'e-stop' });
  });

  app.get('/api/v1/orchestrator/jobs/:id/results', (context) => {
    const one = find(context);
    if (one?.ended.at(-1)?.state !== 'completed')
      return context.json({ NextToken: '', Items: null });
    const URL = `${url}/published/${one.id}.tar.gz`;
    return context.json({ NextToken: '', Items: [{ Type: 'urlDownload', Params: { URL } }] });
  });

  app.get('/published/:file', async (context) => {
    if (context.req.header('Authorization') !== undefined) {
      violations.push('a node is told the secret of the orchestrator');
    }
    const one = held.find(({ id }) => `${id}.tar.gz` === context.req.param('file'));
    const archive = await archiveOf(one?.ended.at(-1)?.files ?? {});
    if (brokenDownloads-- <= 0) return context.body(new Uint8Array(archive));
    const half = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new Uint8Array(archive.subarray(0, archive.length / 2)));
        setTimeout(() => context.env.outgoing.destroy(), 20);
      },
    });
    return context.body(half, 200, { 'Content-Length': String(archive.length) });
  });

  app.get('/api/v1/agent/version', (context) =>
    context.json({ BuildVersionInfo: { Major: '1', Minor: '9', GitVersion: 'v1.9.0' } }),
  );
  app.get('/api/v1/orchestrator/nodes', (context) =>
    context.json({
      Nodes: [
        { Info: { NodeID: 'n-1', NodeType: 'Requester' }, Membership: 'APPROVED' },
        {
          Info: {
            NodeID: 'n-2',
            NodeType: 'Compute',
            ComputeNodeInfo: { ExecutionEngines: ['docker', 'wasm'] },
          },
          Membership: 'APPROVED',
        },
      ],
    }),
  );

  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started),
    );
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, violations, stopped },
    get jobs() {
      return held.map(({ job }) => job);
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A step on: states change between one question and the next, never within. */
function answerOf(one: Held, ends: readonly FakeEnd[], slowness: number) {
  const { id, job, ended } = one;
  const isOver = () =>
    one.isStopped || ended.at(-1)?.state === 'completed' || ended.length === ends.length;
  if (!isOver()) {
    one.left -= 1;
    if (one.left < 0) {
      ended.push(ends[ended.length]!);
      one.left = slowness;
    }
  }
  const last = ended.at(-1);
  const StateType = one.isStopped
    ? 'Stopped'
    : last?.state === 'completed'
      ? 'Completed'
      : ended.length === ends.length
        ? 'Failed'
        : one.left === slowness
          ? 'Pending'
          : 'Running';
  const executions = ended.map((end, index) => ({
    ID: `e-${id}-${index}`,
    NodeID: `n-${index}`,
    ComputeState: { StateType: end.state === 'completed' ? 9 : 10, Message: end.message ?? '' },
    RunOutput:
      end.state === 'completed'
        ? {
            Stdout: '',
            StdoutTruncated: false,
            stderr: '',
            ExitCode: end.exitCode ?? 0,
            ErrorMsg: '',
          }
        : null,
  }));
  const running = isOver()
    ? []
    : [
        {
          ID: `e-${id}-new`,
          NodeID: 'n-9',
          ComputeState: { StateType: 5, Message: '' },
          RunOutput: null,
        },
      ];
  return {
    Job: { ...job, ID: id, State: { StateType, Message: last?.message ?? '' }, Version: 1 },
    Executions: { NextToken: '', Items: [...executions, ...running] },
  };
}

async function archiveOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const archive = pack();
  const pieces: Buffer[] = [];
  const packed = (async () => {
    for await (const piece of archive) pieces.push(piece as Buffer);
  })();
  archive.entry({ name: '.', type: 'directory' });
  for (const [name, content] of Object.entries({ exitCode: '0', ...files })) {
    archive.entry({ name }, Buffer.from(content));
  }
  archive.entry({ name: 'outputs/link', type: 'symlink', linkname: '/etc/passwd' });
  archive.finalize();
  await packed;
  return gzipSync(Buffer.concat(pieces));
}
