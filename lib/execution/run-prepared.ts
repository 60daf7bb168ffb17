import type { Hex } from 'viem';
import { concat, hexToBytes, sha256 } from 'viem';
import { compareUtf8 } from './compare-utf8';
import type { WasmEngine } from './engine-id';
import type { Execution, JobLimits, OnProgress, OtherStart } from './execution';
import { ZERO_DIGEST } from './execution';
import { fastSha256 } from './fast-sha256';
import type { HostFiles } from './wasi/create-host';
import { costsOf } from './wasm/engine-versions';
import { compileTransformed, runModule } from './wasm/run-module';
import type { TransformCache } from './wasm/transform-cache';
import { transformCached } from './wasm/transform-cache';

const LARGEST_FUEL = 2n ** 63n - 1n;
const PAGES_PER_MIB = 16;
const LARGEST_MEMORY_PAGES = 32_768;
const RANDOM_DOMAIN = new TextEncoder().encode('reckon-random-1');

/** A module that can be run any number of times, each time from its beginning. */
export interface PreparedModule {
  readonly engine: WasmEngine;
  readonly compiled: WebAssembly.Module;
  /** sha256 of the module as it was before the engine changed it. */
  readonly digest: Uint8Array;
}

/**
 * Transforms and compiles a module.
 *
 * @throws InvalidModule the engine does not accept the module
 * @throws InfrastructureFault the machine failed; never a result
 */
export async function prepareModule(
  module: Uint8Array,
  engine: WasmEngine,
  cache: TransformCache | undefined,
  onProgress: OnProgress | undefined,
): Promise<PreparedModule> {
  onProgress?.({ phase: 'preparing', fuelUsed: 0n });
  const own = new Uint8Array(module);
  const digest = await fastSha256(own);
  const transformed = transformCached(own, digest, engine, cache);
  return { engine, compiled: await compileTransformed(transformed), digest };
}

/** What one run may take. */
export interface RunLimits {
  /** Above 2^63 - 1 counts as that. */
  readonly fuelLimit: bigint;
  readonly memoryMiB: number;
  /** For /out, stdout and stderr together. */
  readonly storageBytes: number;
  /** Files and directories below /out; by default what every run may have. */
  readonly nodes?: number | undefined;
}

/** The limits of a job that is one run. */
export const runLimitsOf = ({ fuelLimit, memoryMiB, storageMiB }: JobLimits): RunLimits => ({
  fuelLimit,
  memoryMiB,
  storageBytes: storageMiB * 1024 * 1024,
});

export interface PreparedRun {
  /** What randomness depends on beside the module: a job's values. */
  readonly values: Uint8Array;
  readonly files: Omit<HostFiles, 'seed' | 'clockStart' | 'storageBytes' | 'nodes'>;
  readonly limits: RunLimits;
  readonly onProgress: OnProgress | undefined;
  readonly otherStart?: OtherStart | undefined;
}

/**
 * Runs a module within limits, once everything that it needs is at hand.
 *
 * @throws InfrastructureFault the machine failed; never a result
 */
export async function runPrepared(module: PreparedModule, run: PreparedRun): Promise<Execution> {
  const { values, files, limits, onProgress, otherStart } = run;
  const { memoryMiB, storageBytes, nodes } = limits;
  const ended = await runModule({
    costs: costsOf(module.engine),
    module: module.compiled,
    files: {
      ...files,
      ...{ storageBytes, nodes, clockStart: otherStart?.clock },
      seed: seedOf(module, values, otherStart?.seed),
    },
    fuelLimit: limits.fuelLimit > LARGEST_FUEL ? LARGEST_FUEL : limits.fuelLimit,
    pageLimit: Math.min(memoryMiB * PAGES_PER_MIB, LARGEST_MEMORY_PAGES),
    onPhase: (phase, fuelUsed, end) => onProgress?.({ phase, fuelUsed, ...end }),
  });
  const outputs = ended.outputs.sort((left, right) => compareUtf8(left.path, right.path));
  const fuelUsed = ended.status === 'fuel-exhausted' ? limits.fuelLimit : ended.fuelUsed;
  return { ...ended, fuelUsed, outputs };
}

/** Randomness depends on the module and the job's values: the same job draws the same numbers. */
function seedOf(module: PreparedModule, values: Uint8Array, other?: Hex): Uint8Array {
  const mixed = other === undefined ? [] : [hexToBytes(other)];
  const parts = [RANDOM_DOMAIN, module.digest, sha256(values, 'bytes'), ...mixed];
  return sha256(concat(parts), 'bytes');
}

/** What the stderr of a job says whose module the engine refuses: no engine's words, the same everywhere. */
export const INVALID_MODULE = 'the module is not valid for this engine';

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
