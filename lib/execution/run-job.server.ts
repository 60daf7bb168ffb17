import type { Execution, JobLimits } from './execution';
import { jobFrameOf } from './job-messages';
import type { JobProcessOptions } from './job-process.server';
import { runInProcess } from './job-process.server';
import { createTransformCache } from './transform-cache.server';
import type { TransformCache } from './wasm/transform-cache';
import { transformKeyOf } from './wasm/transform-cache';

const MIB = 1024 * 1024;
const OWN_CACHE = createTransformCache({ capacity: 64 * MIB });
/** What Node itself needs beside the module's memory and files. */
const BASE_DATA_MIB = 768;

export interface Job {
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
}

export interface RunJobOptions extends JobProcessOptions {
  /** Transformed modules from earlier jobs; by default those of this process. */
  readonly cache?: TransformCache;
  /** Private memory of the child; by default well above what the job can need. */
  readonly dataLimitMiB?: number;
}

/**
 * Runs a job in a process of its own (see job-process.server).
 *
 * @throws InfrastructureFault whenever there is no execution: killed, out of memory, too slow,
 *   aborted. It is never a result; run again or decline.
 */
export async function runJob(job: Job, options: RunJobOptions = {}): Promise<Execution> {
  const { cache = OWN_CACHE, dataLimitMiB } = options;
  const key = keyOf(job);
  const known = key === undefined ? undefined : cache.get(key);
  const transformed = key !== undefined && known !== undefined ? { key, bytes: known } : undefined;
  return runInProcess(
    {
      frame: jobFrameOf({ ...job, transformed }),
      answerBytes: answerLimitOf(job),
      dataBytes: dataLimitMiB === undefined ? dataLimitOf(job) : dataLimitMiB * MIB,
      onTransformed: (madeKey, bytes) => {
        if (madeKey === key) cache.set(key, bytes);
      },
    },
    options,
  );
}

const keys = new WeakMap<Uint8Array, string>();

/** The cache key of a job's module, if it has one; reckoned once for the same bytes. */
function keyOf({ moduleFiles }: Job): string | undefined {
  const entry = entryOf(moduleFiles);
  if (entry === undefined) return undefined;
  const known = keys.get(entry);
  if (known !== undefined) return known;
  const key = transformKeyOf(entry);
  keys.set(entry, key);
  return key;
}

function entryOf(moduleFiles: ReadonlyMap<string, Uint8Array>): Uint8Array | undefined {
  try {
    const manifest: unknown = JSON.parse(
      new TextDecoder().decode(moduleFiles.get('manifest.json')),
    );
    return moduleFiles.get(String((manifest as { entry?: unknown }).entry));
  } catch {
    return undefined;
  }
}

function sizeOf(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
}

/** Outputs, or a transformed module, and a header. */
function answerLimitOf({ moduleFiles, limits }: Job): number {
  return limits.storageMiB * MIB + 16 * sizeOf(moduleFiles) + 32 * MIB;
}

/** Bytes of private memory that the child may have: well above what a job can need. */
function dataLimitOf({ moduleFiles, inputFiles, limits }: Job): number {
  const files = 24 * sizeOf(moduleFiles) + 4 * sizeOf(inputFiles);
  return (BASE_DATA_MIB + limits.memoryMiB + 5 * limits.storageMiB) * MIB + files;
}
