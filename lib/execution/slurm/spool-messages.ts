import { z } from 'zod';
import type { Frame } from '../job-frames';
import type { RunnerJob } from '../runner';

/**
 * A job on its way to a node: everything that runs it there, in one file of the spool. What comes back
 * are the frames of a job child (job-messages).
 */
export interface SpooledJob {
  /** Who runs it on the node. */
  readonly runner: InnerRunner;
  readonly job: RunnerJob;
  /** Real milliseconds. */
  readonly wallLimitMs: number;
}

/** Runners that run a job on a node of the cluster. */
export const INNER_RUNNERS = ['wasm', 'oci'] as const;
export type InnerRunner = (typeof INNER_RUNNERS)[number];

const headerSchema = z.strictObject({
  kind: z.literal('slurm-job'),
  runner: z.enum(INNER_RUNNERS),
  engine: z.string().min(1).max(100),
  fuelLimit: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(BigInt),
  memoryMiB: z.number().int().min(0),
  storageMiB: z.number().int().min(0),
  wallLimitMs: z.number().int().min(1),
  grants: z
    .strictObject({ cpuMilli: z.number().min(0), gpuCount: z.number().int().min(0) })
    .optional(),
});

const MODULE = 'module/';
const INPUT = 'input/';

export function spoolFrameOf({ runner, job, wallLimitMs }: SpooledJob): Frame {
  const { moduleFiles, inputFiles, limits, engine, grants } = job;
  const { memoryMiB, storageMiB } = limits;
  const fuelLimit = limits.fuelLimit.toString();
  return {
    header: {
      ...{ kind: 'slurm-job', runner, engine, fuelLimit, memoryMiB, storageMiB, wallLimitMs },
      // Which GPUs a job gets, Slurm says.
      ...(grants && { grants: { cpuMilli: grants.cpuMilli, gpuCount: grants.gpuCount } }),
    },
    files: [
      ...[...moduleFiles].map(([path, bytes]) => [MODULE + path, bytes] as const),
      ...[...inputFiles].map(([path, bytes]) => [INPUT + path, bytes] as const),
    ],
  };
}

/** @throws ZodError */
export function readSpoolFrame({ header, files }: Frame): SpooledJob {
  const { runner, engine, wallLimitMs, grants, kind: _, ...limits } = headerSchema.parse(header);
  const below = (folder: string) =>
    new Map(
      files
        .filter(([path]) => path.startsWith(folder))
        .map(([path, bytes]) => [path.slice(folder.length), bytes]),
    );
  const content = { moduleFiles: below(MODULE), inputFiles: below(INPUT) };
  const job = { ...content, limits, engine, ...(grants === undefined ? {} : { grants }) };
  return { runner, job, wallLimitMs };
}
