import { z } from 'zod';

/**
 * What is said to a Bacalhau orchestrator (v1.7 to v1.9) and heard from it, as it is on the wire: states of
 * jobs are words, those of executions numbers, keys are capitalised.
 */

export const TASK_NAME = 'main';
/** Names the folder of outputs within published results. */
export const OUTPUTS_NAME = 'outputs';

/** What a job asks of the network. */
export interface BacalhauSubmission {
  /** The only thing by which the network knows a job again. */
  readonly name: string;
  readonly namespace: string;
  /** `HOST/NAME@sha256:...`. */
  readonly image: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** gzip of a tar; it comes to lie at /inputs. */
  readonly inputs: Uint8Array;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly gpus: number;
  readonly seconds: number;
}

/** The network reads a value like this from the environment of its own node. */
const isReference = (value: string): boolean => value.startsWith('env:');

/**
 * The body of PUT /api/v1/orchestrator/jobs.
 *
 * @throws RangeError a value of the environment would be read from the node's
 */
export function jobBodyOf(submission: BacalhauSubmission) {
  const { name, namespace, image, args, env, inputs, gpus } = submission;
  if (Object.values(env).some(isReference))
    throw new RangeError('an environment names a node variable');
  const { cpuMilli, memoryMiB, diskMiB, seconds } = submission;
  return {
    Job: {
      Name: name,
      Namespace: namespace,
      Type: 'batch',
      Count: 1,
      Tasks: [
        {
          Name: TASK_NAME,
          Engine: { Type: 'docker', Params: { Image: image, Parameters: [...args] } },
          Publisher: { Type: 'local', Params: {} },
          Env: { ...env },
          InputSources: [
            {
              Alias: 'inputs',
              Target: '/inputs',
              Source: {
                Type: 'inline',
                Params: {
                  URL: `data:application/gzip;base64,${Buffer.from(inputs).toString('base64')}`,
                },
              },
            },
          ],
          ResultPaths: [{ Name: OUTPUTS_NAME, Path: '/outputs' }],
          Resources: {
            CPU: `${cpuMilli}m`,
            Memory: `${memoryMiB}MiB`,
            Disk: `${diskMiB}MiB`,
            ...(gpus === 0 ? {} : { GPU: String(gpus) }),
          },
          // Its default is a bridge to the world.
          Network: { Type: 'None' },
          Timeouts: { ExecutionTimeout: seconds },
        },
      ],
    },
  };
}

export const putSchema = z.object({
  JobID: z.string().min(1),
  Warnings: z.array(z.string()).nullish(),
});

export const errorSchema = z.object({ Message: z.string().nullish(), Code: z.string().nullish() });

/** "no changes detected for new job spec. Job Name: '...', Job Id: '...'". */
export function unchangedIdOf(message: string): string | undefined {
  if (!message.startsWith('no changes')) return undefined;
  return /Job Id: '([^']+)'/i.exec(message)?.[1];
}

/** ComputeState.StateType of an execution. */
export const EXECUTION_STATE = { completed: 9, failed: 10, cancelled: 11 } as const;

const executionSchema = z.object({
  ID: z.string(),
  NodeID: z.string().nullish(),
  ComputeState: z.object({ StateType: z.number().int(), Message: z.string().nullish() }),
  RunOutput: z.object({ ExitCode: z.number().int(), ErrorMsg: z.string().nullish() }).nullish(),
});

export const jobSchema = z.object({
  Job: z.object({
    ID: z.string(),
    Name: z.string(),
    State: z.object({
      StateType: z.enum([
        'Undefined',
        'Pending',
        'Queued',
        'Running',
        'Completed',
        'Failed',
        'Stopped',
      ]),
      Message: z.string().nullish(),
    }),
  }),
  Executions: z.object({ Items: z.array(executionSchema).nullish() }).nullish(),
});

export type BacalhauJob = z.output<typeof jobSchema>;

/** Where a result lies: with the node that made it, or with a store that signs a link. */
export const resultsSchema = z.object({
  Items: z
    .array(
      z.union([
        z
          .object({ Type: z.literal('urlDownload'), Params: z.object({ URL: z.url() }) })
          .transform(({ Params }) => Params.URL),
        z
          .object({ Type: z.literal('s3PreSigned'), Params: z.object({ PreSignedURL: z.url() }) })
          .transform(({ Params }) => Params.PreSignedURL),
      ]),
    )
    .nullish(),
});

export const versionSchema = z.object({
  BuildVersionInfo: z
    .object({
      GitVersion: z.string().nullish(),
      Major: z.string().nullish(),
      Minor: z.string().nullish(),
    })
    .nullish(),
});

export const nodesSchema = z.object({
  Nodes: z
    .array(
      z.object({
        Info: z
          .object({
            NodeType: z.string().nullish(),
            ComputeNodeInfo: z
              .object({ ExecutionEngines: z.array(z.string()).nullish() })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});
