import { concat, sha256 } from 'viem';
import { compareUtf8 } from './compare-utf8';
import type { WasmEngine } from './engine-id';
import type { Execution, JobLimits, OnProgress } from './execution';
import { ZERO_DIGEST } from './execution';
import type { HostFiles } from './wasi/create-host';
import { costsOf } from './wasm/engine-versions';
import { runModule } from './wasm/run-module';
import type { TransformCache } from './wasm/transform-cache';
import { transformCached } from './wasm/transform-cache';

const LARGEST_FUEL = 2n ** 63n - 1n;
const PAGES_PER_MIB = 16;
const LARGEST_MEMORY_PAGES = 32_768;
const RANDOM_DOMAIN = new TextEncoder().encode('reckon-random-1');

export interface PreparedRun {
  readonly module: Uint8Array;
  readonly engine: WasmEngine;
  /** What randomness depends on beside the module: a job's values. */
  readonly values: Uint8Array;
  readonly files: Omit<HostFiles, 'seed' | 'storageBytes'>;
  readonly limits: JobLimits;
  readonly onProgress: OnProgress | undefined;
  readonly cache: TransformCache | undefined;
}

/**
 * Transforms a module and runs it within limits, once everything that it needs is at hand.
 *
 * @throws InvalidModule the engine does not accept the module
 * @throws InfrastructureFault the machine failed; never a result
 */
export async function runPrepared(prepared: PreparedRun): Promise<Execution> {
  const { module, engine, values, files, limits, onProgress, cache } = prepared;
  const fuelLimit = limits.fuelLimit > LARGEST_FUEL ? LARGEST_FUEL : limits.fuelLimit;
  onProgress?.({ phase: 'preparing', fuelUsed: 0n });
  const transformed = transformCached(module, engine, cache);
  const run = await runModule({
    costs: costsOf(engine),
    transformed,
    files: {
      ...files,
      storageBytes: limits.storageMiB * 1024 * 1024,
      seed: seedOf(module, values),
    },
    fuelLimit,
    pageLimit: Math.min(limits.memoryMiB * PAGES_PER_MIB, LARGEST_MEMORY_PAGES),
    onPhase: (phase, fuelUsed, memoryBytes) => onProgress?.({ phase, fuelUsed, memoryBytes }),
  });
  const outputs = run.outputs.sort((left, right) => compareUtf8(left.path, right.path));
  const fuelUsed = run.status === 'fuel-exhausted' ? limits.fuelLimit : run.fuelUsed;
  return { ...run, fuelUsed, outputs };
}

/** Randomness depends on the module and the job's values: the same job draws the same numbers. */
function seedOf(module: Uint8Array, values: Uint8Array): Uint8Array {
  return sha256(concat([RANDOM_DOMAIN, sha256(module, 'bytes'), sha256(values, 'bytes')]), 'bytes');
}

/** The result of a run that could not even begin; `reason` is its stderr. */
export function badInput(reason: string): Execution {
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
