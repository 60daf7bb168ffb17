import type { Hex } from 'viem';
import type { Work } from '../../lib/chain/deal-facts';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import { lacking, type Units } from './capacity';

/** Why a deal was declined, in the words of log, metrics and dashboard. */
export const CAUSES = [
  'maintenance',
  'unknown-engine',
  'module-not-allowed',
  'missing-gpu',
  'too-large',
  'inputs-too-large',
  'inputs-unavailable',
  'no-time',
  'engine-failed',
  'disk-full',
] as const;

export type Cause = (typeof CAUSES)[number];

export type Refusal = { readonly cause: Cause; readonly detail: string };

/** What a machine can run at all, however idle. */
export type MachineLimits = {
  readonly total: Units;
  /** Of the smallest device. */
  readonly gpuMemoryMiB: number;
  /** The offers' word for its devices; undefined where none is known. */
  readonly gpuModel: Hex | undefined;
  /** Ids of the engines that are ready. */
  readonly engines: readonly Hex[];
  /** Ids of the modules that the owner allows; undefined = all. */
  readonly modules: readonly Hex[] | undefined;
};

/** What a deal takes of a machine while it runs. */
export function unitsOf({ cpuMilli, memoryMiB, storageMiB, gpuCount }: Work): Units {
  return { cpuMilli, memoryMiB, storageMiB, gpuCount };
}

/** Why this machine can never run this work; undefined where it can. */
export function refusalOf(work: Work, machine: MachineLimits): Refusal | undefined {
  const { total, engines, modules } = machine;
  if (!includes(engines, work.engine)) {
    return { cause: 'unknown-engine', detail: `engine ${work.engine} is not ready here` };
  }
  if (modules && !includes(modules, work.moduleId)) {
    return { cause: 'module-not-allowed', detail: `module ${work.moduleId} is not in MODULES` };
  }
  const gpu = work.gpuCount > 0 ? gpuProblem(work, machine) : undefined;
  if (gpu) return { cause: 'missing-gpu', detail: gpu };
  const units = unitsOf(work);
  const [dimension] = lacking(units, total);
  if (dimension) {
    const detail = `it needs ${units[dimension]} of ${dimension}, there are ${total[dimension]}`;
    return { cause: 'too-large', detail };
  }
  return undefined;
}

function gpuProblem(work: Work, { total, gpuMemoryMiB, gpuModel }: MachineLimits) {
  if (work.gpuCount > total.gpuCount) {
    return `it needs ${work.gpuCount} GPUs, there are ${total.gpuCount}`;
  }
  if (work.gpuMemoryMiB > gpuMemoryMiB) {
    return `it needs ${work.gpuMemoryMiB} MiB of GPU memory, a device has ${gpuMemoryMiB}`;
  }
  const isAny = work.gpuModel === ZERO_BYTES32;
  if (!isAny && work.gpuModel.toLowerCase() !== gpuModel?.toLowerCase()) {
    return `it needs GPU model ${work.gpuModel}, this is ${gpuModel ?? 'not known'}`;
  }
  return undefined;
}

function includes(list: readonly Hex[], wanted: Hex): boolean {
  return list.some((one) => one.toLowerCase() === wanted.toLowerCase());
}
