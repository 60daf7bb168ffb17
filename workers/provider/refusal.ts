import type { Hex } from 'viem';
import type { Work } from '../../lib/chain/deal-facts';
import { engineIdOf, OCI_ENGINE } from '../../lib/execution/engine-id';
import { type JobKind, unitsOfJob } from '../../lib/providers/job-units';
import { includesHex, sameHex, ZERO_BYTES32 } from '../../lib/shared/address';
import { lacking, most, NO_UNITS, type Units } from './capacity';

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
  'not-offered',
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
  readonly modules: AllowedModules;
};

/** Ids of the modules that the owner allows, by the kind of engine; undefined = all. */
export type AllowedModules = {
  readonly wasm: readonly Hex[] | undefined;
  readonly containers: readonly Hex[] | undefined;
};

/** By MODULES and OCI_MODULES, of which the latter adds modules in containers and bounds them. */
export function allowedModules(
  modules: readonly Hex[] | undefined,
  inContainers: readonly Hex[] | undefined,
): AllowedModules {
  const containers = inContainers && [...inContainers, ...(modules ?? [])];
  return { wasm: modules, containers: containers ?? modules };
}

function allowedFor(engine: Hex, { wasm, containers }: AllowedModules): readonly Hex[] | undefined {
  return sameHex(engine, OCI_ENGINE_ID) ? containers : wasm;
}

const OCI_ENGINE_ID = engineIdOf(OCI_ENGINE);

const kindOf = (engine: Hex): JobKind => (sameHex(engine, OCI_ENGINE_ID) ? 'oci' : 'wasm');

/** What a deal takes of a machine while it runs. */
export function unitsOf({
  engine,
  cpuMilli,
  memoryMiB,
  storageMiB,
  gpuCount,
}: Units & Pick<Work, 'engine'>): Units {
  return unitsOfJob(kindOf(engine), { cpuMilli, memoryMiB, storageMiB, gpuCount });
}

/** The most that a deal of an offer can take of its machine. */
export function unitsOfPromise({ offer, lists }: Promised): Units {
  const all = lists.engines.map((engine) => unitsOf({ ...offer, engine }));
  return all.reduce(most, { ...NO_UNITS, gpuCount: offer.gpuCount });
}

/**
 * Why a machine that its owner took off the market declines a deal; undefined where it does not: what
 * was begun, or matched before the order, is finished. Times in seconds.
 */
export function maintenanceRefusal(
  deal: { readonly matchedAt: number; readonly isBegun: boolean },
  { wanted, wantedSince }: { readonly wanted: string; readonly wantedSince: number },
): Refusal | undefined {
  if (wanted !== 'maintenance' || deal.isBegun || deal.matchedAt <= wantedSince) return undefined;
  return { cause: 'maintenance', detail: 'its owner has taken this machine off the market' };
}

/** Why this machine can never run this work; undefined where it can. */
export function refusalOf(work: Work, machine: MachineLimits): Refusal | undefined {
  const { total, engines, modules } = machine;
  if (!includesHex(engines, work.engine)) {
    return { cause: 'unknown-engine', detail: `engine ${work.engine} is not ready here` };
  }
  const allowed = allowedFor(work.engine, modules);
  if (allowed && !includesHex(allowed, work.moduleId)) {
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
  readonly offer: Units & Pick<Work, 'gpuMemoryMiB' | 'gpuModel'>;
  /** Without modules it takes any of class A. */
  readonly lists: {
    readonly engines: readonly Hex[];
    readonly modules?: readonly Hex[] | undefined;
  };
};

/**
 * Why a machine cannot keep what an offer promises, so that it must not be matched; undefined where it
 * can. The detail says which setting is in the way.
 */
export function promiseProblemOf(
  { offer, lists }: Promised,
  machine: MachineLimits,
): Refusal | undefined {
  const missing = lists.engines.find((engine) => !includesHex(machine.engines, engine));
  if (missing) return { cause: 'unknown-engine', detail: `engine ${missing} is not ready here` };
  const modules = modulesProblem(lists, machine.modules);
  if (modules) return { cause: 'module-not-allowed', detail: modules };
  const gpu = offer.gpuCount > 0 ? gpuProblem(offer, machine) : undefined;
  if (gpu) return { cause: 'missing-gpu', detail: gpu };
  const units = unitsOfPromise({ offer, lists });
  const short = SIZES.find(({ dimension }) => units[dimension] > machine.total[dimension]);
  if (!short) return undefined;
  const { dimension, setting, words, unit } = short;
  const [promised, taken, there] = [offer, units, machine.total].map(
    (one) => one[dimension] / unit,
  );
  const more = units[dimension] > offer[dimension] ? `, for which a job takes ${taken}` : '';
  const detail = `it promises ${promised} ${promised === 1 ? words.replace(/s$/, '') : words}${more}, jobs may have ${there} (${setting})`;
  return { cause: 'too-large', detail };
}

const SIZES = [
  { dimension: 'cpuMilli', setting: 'CPU_MILLI', words: 'cores', unit: 1_000 },
  { dimension: 'memoryMiB', setting: 'MEMORY_MIB', words: 'MiB of memory', unit: 1 },
  { dimension: 'storageMiB', setting: 'STORAGE_MIB', words: 'MiB of disk', unit: 1 },
] as const;

function modulesProblem(lists: Promised['lists'], allowed: AllowedModules): string | undefined {
  const own = lists.engines.map((engine) => allowedFor(engine, allowed));
  const named = own.filter((list) => list !== undefined);
  if (named.length === 0) return undefined;
  if (!lists.modules) return 'it takes all modules, and MODULES names those that run here';
  // A module is for one engine: one of the offer's must allow it.
  if (named.length < own.length) return undefined;
  const other = lists.modules.find((module) => !includesHex(named.flat(), module));
  return other && `it takes the module ${other}, which is not in MODULES or OCI_MODULES`;
}

/** What is said of an offer that gets no tickets, and what to do. */
export function withheldText(offer: Hex, { cause, detail }: Refusal, site: string): string {
  const what = `The offer ${offer.slice(0, 10)} is off the market: ${cause}: ${detail}`;
  if (cause === 'replaced') return what;
  return `${what}. Set it right, or cancel the offer and sign another one: ${site}/provide`;
}
