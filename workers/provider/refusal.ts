import type { Hex } from 'viem';
import type { Work } from '../../lib/chain/deal-facts';
import { includesHex, sameHex, ZERO_BYTES32 } from '../../lib/shared/address';
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
  'replaced',
] as const;

export type Cause = (typeof CAUSES)[number];

export type Refusal = { readonly cause: Cause; readonly detail: string };

/** A device as offers speak of it. */
export type JobGpu = {
  readonly memoryMiB: number;
  /** The offers' word for it; undefined where none is known. */
  readonly model: Hex | undefined;
};

/** What a machine can run at all, however idle. */
export type MachineLimits = {
  readonly total: Units;
  /** The devices that jobs may have. */
  readonly gpus: readonly JobGpu[];
  /** Ids of the engines that are ready. */
  readonly engines: readonly Hex[];
  /** Ids of the modules that the owner allows; undefined = all. */
  readonly modules: readonly Hex[] | undefined;
};

/** What a deal takes of a machine while it runs. */
export function unitsOf({ cpuMilli, memoryMiB, storageMiB, gpuCount }: Units): Units {
  return { cpuMilli, memoryMiB, storageMiB, gpuCount };
}

/** Why this machine can never run this work; undefined where it can. */
export function refusalOf(work: Work, machine: MachineLimits): Refusal | undefined {
  const { total, engines, modules } = machine;
  if (!includesHex(engines, work.engine)) {
    return { cause: 'unknown-engine', detail: `engine ${work.engine} is not ready here` };
  }
  if (modules && !includesHex(modules, work.moduleId)) {
    return {
      cause: 'module-not-allowed',
      detail: `module ${work.moduleId} is not in MODULES or OCI_MODULES`,
    };
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

function gpuProblem(
  work: Pick<Work, 'gpuCount' | 'gpuMemoryMiB' | 'gpuModel'>,
  { gpus }: Pick<MachineLimits, 'gpus'>,
): string | undefined {
  const { gpuCount, gpuMemoryMiB, gpuModel } = work;
  if (gpuCount > gpus.length) return `it needs ${gpuCount} GPUs, there are ${gpus.length}`;
  const large = gpus.filter(({ memoryMiB }) => memoryMiB >= gpuMemoryMiB);
  if (gpuCount > large.length) {
    return `it needs ${gpuCount} GPUs with ${gpuMemoryMiB} MiB, ${large.length} of ${gpus.length} have that`;
  }
  if (sameHex(gpuModel, ZERO_BYTES32)) return undefined;
  const fitting = large.filter(({ model }) => model !== undefined && sameHex(model, gpuModel));
  return gpuCount > fitting.length
    ? `it needs ${gpuCount} GPUs of model ${gpuModel}, ${fitting.length} are of that model`
    : undefined;
}

/** What an offer promises of its machine. */
export type Promised = {
  readonly offer: Pick<Work, 'gpuCount' | 'gpuMemoryMiB' | 'gpuModel'>;
  readonly lists: { readonly engines: readonly Hex[] };
};

/**
 * Why a machine cannot keep what an offer promises, so that it must not be matched; undefined where it
 * can.
 */
export function promiseProblemOf(
  { offer, lists }: Promised,
  machine: Pick<MachineLimits, 'gpus' | 'engines'>,
): Refusal | undefined {
  const missing = lists.engines.find((engine) => !includesHex(machine.engines, engine));
  if (missing) return { cause: 'unknown-engine', detail: `engine ${missing} is not ready here` };
  const gpu = offer.gpuCount > 0 ? gpuProblem(offer, machine) : undefined;
  return gpu === undefined ? undefined : { cause: 'missing-gpu', detail: gpu };
}
