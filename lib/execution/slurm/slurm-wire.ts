import { z } from 'zod';

/**
 * What is said to slurmrestd and heard from it. From v0.0.39 on numbers that may be unset are objects
 * ({set, infinite, number}), environments are lists, and from v0.0.40 on states are lists.
 */

/** API versions that this code speaks, newest first. */
export const SLURM_API_VERSIONS = [
  'v0.0.44',
  'v0.0.43',
  'v0.0.42',
  'v0.0.41',
  'v0.0.40',
  'v0.0.39',
  'v0.0.38',
] as const;

export type SlurmApiVersion = (typeof SLURM_API_VERSIONS)[number];

const OLD_SHAPES: SlurmApiVersion = 'v0.0.38';

/** The newest version that both sides speak, by the paths of GET /openapi. */
export function apiVersionOf(paths: readonly string[]): SlurmApiVersion | undefined {
  return SLURM_API_VERSIONS.find((version) =>
    paths.some((path) => path.startsWith(`/slurm/${version}/job/`)),
  );
}

/** What a job asks of the cluster. */
export interface SlurmSubmission {
  readonly name: string;
  readonly script: string;
  readonly folder: string;
  readonly log: string;
  readonly partition: string | undefined;
  readonly account: string | undefined;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly minutes: number;
  /** `gpu:1`; none where undefined. */
  readonly gres: string | undefined;
}

const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' };

/** The body of POST /slurm/<version>/job/submit. A job whose node is lost is run again. */
export function submitBodyOf(submission: SlurmSubmission, version: SlurmApiVersion): unknown {
  const { name, script, folder, log, partition, account, cpus, memoryMiB, minutes, gres } =
    submission;
  const isOld = version === OLD_SHAPES;
  const number = (value: number) => (isOld ? value : { set: true, infinite: false, number: value });
  return {
    script,
    job: {
      name,
      ...(partition === undefined ? {} : { partition }),
      ...(account === undefined ? {} : { account }),
      current_working_directory: folder,
      environment: isOld
        ? ENVIRONMENT
        : Object.entries(ENVIRONMENT).map(([key, value]) => `${key}=${value}`),
      standard_input: '/dev/null',
      standard_output: log,
      standard_error: log,
      tasks: 1,
      cpus_per_task: cpus,
      memory_per_node: number(memoryMiB),
      time_limit: number(minutes),
      ...(gres === undefined ? {} : isOld ? { gres } : { tres_per_node: `gres/${gres}` }),
      requeue: true,
    },
  };
}

/**
 * The body of POST /slurm/<version>/job/<id> that has a waiting job start as soon as there is room.
 *
 * @param now seconds since 1970
 */
export function startNowBodyOf(version: SlurmApiVersion, now: number): unknown {
  if (version === OLD_SHAPES) return { begin_time: 'now' };
  return { begin_time: { set: true, infinite: false, number: now } };
}

const optionalNumber = z
  .union([
    z.number(),
    z.null(),
    z
      .object({ set: z.boolean().optional(), number: z.number().optional() })
      .transform(({ set = true, number }) => (set ? (number ?? null) : null)),
  ])
  .optional()
  .transform((value) => value ?? undefined);

const errorSchema = z.object({
  description: z.string().nullish(),
  error: z.string().nullish(),
  error_number: z.number().nullish(),
  /** Where a submission is refused, v0.0.38 calls it so. */
  error_code: z.number().nullish(),
});

/** What every answer may carry. */
export const answerSchema = z.object({ errors: z.array(errorSchema).nullish() });

export const openapiSchema = z.object({ paths: z.record(z.string(), z.unknown()) });

export const submittedSchema = z.object({ job_id: z.number().int().positive() });

/** exit_code: the raw wait status, or its parts. */
const exitSchema = z
  .union([
    z.number().transform((status) => ({ code: (status >> 8) & 0xff, signal: status & 0x7f })),
    z
      .object({
        return_code: optionalNumber,
        signal: z
          .object({ id: optionalNumber, signal_id: optionalNumber })
          .nullish()
          .transform((signal) => signal?.id ?? signal?.signal_id),
      })
      .transform(({ return_code, signal }) => ({ code: return_code ?? 0, signal: signal ?? 0 })),
    z.null().transform(() => ({ code: 0, signal: 0 })),
  ])
  .optional()
  .transform((exit) => exit ?? { code: 0, signal: 0 });

export const jobsSchema = z.object({
  jobs: z.array(
    z
      .object({
        job_id: z.number().int(),
        name: z.string().nullish(),
        user_name: z.string().nullish(),
        job_state: z.union([z.string(), z.array(z.string())]).nullish(),
        state_reason: z.string().nullish(),
        exit_code: exitSchema,
        restart_cnt: optionalNumber,
        nodes: z.string().nullish(),
      })
      .transform((job) => ({
        id: job.job_id,
        name: job.name ?? '',
        user: job.user_name ?? '',
        states: [job.job_state ?? []].flat().map((state) => state.toUpperCase()),
        reason: job.state_reason ?? '',
        exit: job.exit_code,
        restarts: job.restart_cnt ?? 0,
        nodes: job.nodes ?? '',
      })),
  ),
});

/** A job as the controller knows it. */
export type SlurmJob = z.output<typeof jobsSchema>['jobs'][number];

export const pingSchema = z.object({
  pings: z
    .array(z.object({ hostname: z.string().nullish(), ping: z.string().nullish() }))
    .nullish(),
  meta: z
    .object({
      Slurm: z.object({ release: z.string().nullish() }).nullish(),
      slurm: z.object({ release: z.string().nullish() }).nullish(),
    })
    .nullish(),
});

export const partitionsSchema = z.object({
  partitions: z.array(z.object({ name: z.string() })),
});
