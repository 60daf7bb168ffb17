import { realpathSync } from 'node:fs';
import type { ChildPool } from './child-pool.server';
import { createChildPool } from './child-pool.server';
import type { WasmEngine } from './engine-id';
import { isWasmEngine } from './engine-id';
import type { Execution, JobLimits, OtherStart } from './execution';
import { largestResultHeader } from './job-frames';
import { jobFrameOf } from './job-messages';
import type { JobProcessOptions } from './job-process.server';
import { defaultChildPath, runInProcess } from './job-process.server';
import { createTransformCache, digestOf } from './transform-cache.server';
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
  /** The version that a deal names. */
  readonly engine?: WasmEngine | undefined;
  readonly otherStart?: OtherStart | undefined;
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

/**
 * Children that wait for small jobs, so that such a job need not wait for one; for a process that
 * runs job after job. It closes when the signal is aborted.
 *
 * @param size children that wait at a time
 */
export function jobChildren(
  size: number,
  { signal, childPath = defaultChildPath() }: { signal?: AbortSignal; childPath?: string } = {},
): ChildPool {
  const children = createChildPool(size);
  if (signal?.aborted) children.close();
  signal?.addEventListener('abort', () => children.close(), { once: true });
  // Where it fails, jobs start their own child and say why that does not work.
  void children.warm(realpathSync(childPath), BASE_DATA_MIB * MIB).catch(() => {});
  return children;
}

const keys = new WeakMap<Uint8Array, Map<WasmEngine, string>>();

/** The cache key of a job's module, if it has one; reckoned once for the same bytes. */
function keyOf({ moduleFiles }: Job): string | undefined {
  const { module, engine } = entryOf(moduleFiles);
  if (module === undefined || !isWasmEngine(engine)) return undefined;
  const byEngine = keys.get(module) ?? new Map<WasmEngine, string>();
  const key = byEngine.get(engine) ?? transformKeyOf(digestOf(module), engine);
  keys.set(module, byEngine.set(engine, key));
  return key;
}

function entryOf(moduleFiles: ReadonlyMap<string, Uint8Array>): {
  readonly module: Uint8Array | undefined;
  readonly engine: string;
} {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(moduleFiles.get('manifest.json'))) as {
      readonly entry?: unknown;
      readonly engine?: unknown;
    };
    return { module: moduleFiles.get(String(manifest.entry)), engine: String(manifest.engine) };
  } catch {
    return { module: undefined, engine: '' };
  }
}

function sizeOf(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
}

/** Outputs, or a transformed module, and a header. */
function answerLimitOf({ moduleFiles, limits }: Job): number {
  return limits.storageMiB * MIB + 16 * sizeOf(moduleFiles) + largestResultHeader() + MIB;
}

/** Bytes of private memory that the child may have: well above what a job can need. */
function dataLimitOf({ moduleFiles, inputFiles, limits }: Job): number {
  const files = 24 * sizeOf(moduleFiles) + 4 * sizeOf(inputFiles);
  return (BASE_DATA_MIB + limits.memoryMiB + 5 * limits.storageMiB) * MIB + files;
}
