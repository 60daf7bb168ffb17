import type { NeededResources } from '../draft-job-offer';
import type { ConstraintKey } from './constraint';
import type { OfferNeeds } from './offer-needs';

/** Needs of a run that a person may change, in the units of a job offer. */
export const NEED_NAMES = [
  'cpuMilli',
  'memoryMiB',
  'storageMiB',
  'gpuCount',
  'gpuMemoryMiB',
  'executionWindow',
  'reviewWindow',
  'theta',
  'n',
] as const;

export type NeedName = (typeof NEED_NAMES)[number];

/** What was changed from the module's and the market's defaults. */
export type NeedChanges = Partial<Readonly<Record<NeedName, number>>>;

/** More than any offer has, and as much as every column that it is compared with can hold. */
const MOST = 2 ** 31 - 1;

/** Reads "theta:20,memoryMiB:256" of an address; what is not a change is left out. */
export function parseNeedChanges(text: string): NeedChanges {
  const changes: Partial<Record<NeedName, number>> = {};
  for (const part of text.slice(0, 400).split(',')) {
    const [name, digits] = part.split(':');
    const known = NEED_NAMES.find((need) => need === name);
    if (known && /^\d{1,10}$/.test(digits ?? '')) {
      changes[known] = Math.min(Number(digits), MOST);
    }
  }
  return changes;
}

/** The form of it in an address; empty for no change. */
export function formatNeedChanges(
  changes: {
    readonly [Name in NeedName]?: number | undefined;
  },
): string {
  return NEED_NAMES.flatMap((name) => {
    const value = changes[name];
    return value === undefined ? [] : [`${name}:${value}`];
  }).join(',');
}

/** The needs with these changes. */
export function withChanges<Needs extends Omit<OfferNeeds, 'executionWindow'>>(
  needs: Needs,
  changes: NeedChanges,
): Needs {
  return {
    ...needs,
    resources: withChangedResources(needs.resources, changes),
    theta: changes.theta ?? needs.theta,
    n: changes.n ?? needs.n,
    reviewWindow: changes.reviewWindow ?? needs.reviewWindow,
  };
}

export function withChangedResources(
  resources: NeededResources,
  changes: NeedChanges,
): NeededResources {
  return {
    cpuMilli: changes.cpuMilli ?? resources.cpuMilli,
    memoryMiB: changes.memoryMiB ?? resources.memoryMiB,
    storageMiB: changes.storageMiB ?? resources.storageMiB,
    gpuCount: changes.gpuCount ?? resources.gpuCount,
    gpuMemoryMiB: changes.gpuMemoryMiB ?? resources.gpuMemoryMiB,
  };
}

/** Which need to change for what an offer lacks; undefined where only its provider can help. */
export function needOf(key: ConstraintKey): NeedName | undefined {
  return NEED_OF[key];
}

const NEED_OF: Partial<Record<ConstraintKey, NeedName>> = {
  'cpu.cores': 'cpuMilli',
  ram: 'memoryMiB',
  storage: 'storageMiB',
  'gpu.count': 'gpuCount',
  'gpu.vram': 'gpuMemoryMiB',
  window: 'executionWindow',
  review: 'reviewWindow',
  'theta.high': 'theta',
  'theta.low': 'theta',
  panel: 'n',
};
