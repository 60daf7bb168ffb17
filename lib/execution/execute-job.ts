import { concat, sha256 } from 'viem';
import { compareUtf8 } from './compare-utf8';
import type { Execution, JobLimits, OnProgress } from './execution';
import { ZERO_DIGEST } from './execution';
import type { PreparedJob } from './prepare-job';
import { BadInput, prepareJob } from './prepare-job';
import { InvalidModule } from './wasm/invalid-module';
import { runModule } from './wasm/run-module';
import type { TransformCache } from './wasm/transform-cache';
import { transformCached } from './wasm/transform-cache';

const LARGEST_FUEL = 2n ** 63n - 1n;
const PAGES_PER_MIB = 16;
const LARGEST_MEMORY_PAGES = 32_768;
const RANDOM_DOMAIN = new TextEncoder().encode('reckon-random-1');

export interface JobRequest {
  /** The module's directory: manifest.json, its entry, data/... */
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  /** The input bundle: job.json, salt, files/... */
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
  readonly onProgress?: OnProgress | undefined;
  /** Where transformed modules are kept from one job to the next. */
  readonly cache?: TransformCache | undefined;
}

/**
 * Runs a job on the deterministic wasm engine, here and now. Meant for a process or Web Worker of
 * its own: a running module cannot be interrupted from inside (see run-job.server, check-job.client).
 *
 * The same module, inputs, limits and engine version give the same Execution on every machine.
 *
 * @throws InfrastructureFault the machine failed; never a result
 */
export async function executeJob(request: JobRequest): Promise<Execution> {
  const { limits, onProgress, cache } = request;
  const fuelLimit = limits.fuelLimit > LARGEST_FUEL ? LARGEST_FUEL : limits.fuelLimit;
  if (fuelLimit < 0n) throw new RangeError('A fuel limit is not negative');
  try {
    onProgress?.({ phase: 'checking', fuelUsed: 0n });
    const prepared = prepareJob(request.moduleFiles, request.inputFiles);
    onProgress?.({ phase: 'preparing', fuelUsed: 0n });
    const transformed = transformCached(prepared.module, cache);
    const run = await runModule({
      transformed,
      files: {
        programName: prepared.manifest.name,
        readOnly: prepared.readOnly,
        storageBytes: limits.storageMiB * 1024 * 1024,
        seed: seedOf(prepared),
      },
      fuelLimit,
      pageLimit: Math.min(limits.memoryMiB * PAGES_PER_MIB, LARGEST_MEMORY_PAGES),
      onPhase: (phase, fuelUsed) => onProgress?.({ phase, fuelUsed }),
    });
    const outputs = run.outputs.sort((left, right) => compareUtf8(left.path, right.path));
    const fuelUsed = run.status === 'fuel-exhausted' ? limits.fuelLimit : run.fuelUsed;
    return { ...run, fuelUsed, outputs };
  } catch (error) {
    if (error instanceof BadInput) return badInput(error.message);
    if (error instanceof InvalidModule) return badInput('the module is not valid for this engine');
    throw error;
  }
}

/** Randomness depends on the module and the job's values: the same job draws the same numbers. */
function seedOf({ module, job }: PreparedJob): Uint8Array {
  return sha256(concat([RANDOM_DOMAIN, sha256(module, 'bytes'), sha256(job, 'bytes')]), 'bytes');
}

function badInput(reason: string): Execution {
  return {
    status: 'bad-input',
    exitCode: 0,
    fuelUsed: 0n,
    outputs: [
      { path: 'stderr', bytes: new TextEncoder().encode(`reckon: ${reason}\n`) },
      { path: 'stdout', bytes: new Uint8Array(0) },
    ],
    stateDigest: ZERO_DIGEST,
  };
}
