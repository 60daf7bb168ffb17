import { includesHex, sameHex, ZERO_ADDRESS, ZERO_BYTES32 } from '../shared/address';
import { formatDuration } from '../shared/time.view';
import { neededExecutionWindow } from './deal-windows';
import type { NeededResources } from './draft-job-offer';
import type { ResourceLists } from './match-item';
import { type ResourceOffer, VERIFICATION, type Verification } from './offer-types';
import { costOf, dealValueOf, providerLockOf } from './price';
import type { ResourceOfferState } from './resource-offer-state';

/** A resource offer as the Run page lists it. */
export interface OfferChoice {
  readonly hash: `0x${string}`;
  readonly offer: ResourceOffer;
  readonly lists: ResourceLists;
  readonly state: ResourceOfferState;
  readonly dealsEver: number;
}

export interface MisfitChoice extends OfferChoice {
  /** In words: "needs 512 MiB of memory, has 256". */
  readonly reason: string;
}

/** What a job asks for, as far as it is known before its inputs are. Windows in seconds. */
export interface JobNeeds {
  readonly moduleId: `0x${string}`;
  readonly engine: `0x${string}`;
  readonly resources: NeededResources;
  readonly fuelLimit: bigint;
  readonly expectedFuel: bigint;
  readonly verification: Verification;
  readonly court: `0x${string}` | undefined;
  /** The court's: the price must be at least twice as high. */
  readonly leastSeatFee: bigint;
  /** What a provider has in the market to put up; undefined where it is not known. */
  readonly availableOf: (provider: `0x${string}`) => bigint | undefined;
  readonly directories: readonly `0x${string}`[];
  readonly buyer: `0x${string}` | undefined;
  readonly n: number;
  readonly theta: number;
  readonly executionWindow: number;
  readonly reviewWindow: number;
}

/** Splits offers into those that fit a job, cheapest first, and the others with the reason. */
export function sortByFit(
  choices: readonly OfferChoice[],
  needs: JobNeeds,
): { fitting: OfferChoice[]; misfits: MisfitChoice[] } {
  const fitting: OfferChoice[] = [];
  const misfits: MisfitChoice[] = [];
  for (const choice of choices) {
    const reason = misfitOf(choice, needs);
    if (reason === undefined) fitting.push(choice);
    else misfits.push({ ...choice, reason });
  }
  const price = ({ offer }: OfferChoice) => costOf(offer, needs.expectedFuel);
  fitting.sort((a, b) => {
    const difference = price(a) - price(b);
    return difference === 0n ? a.hash.localeCompare(b.hash) : difference < 0n ? -1 : 1;
  });
  return { fitting, misfits };
}

/** What keeps an offer from this buyer or at this moment, which no search of offers knows. */
const OF_NOW = {
  own: 'is your own',
  poor: 'has too little money to put up at the moment',
} as const;

/** Whether an offer fits by what it says, and is kept from this buyer or at this moment alone. */
export function isMisfitOfNow({ reason }: MisfitChoice): boolean {
  return reason === OF_NOW.own || reason === OF_NOW.poor;
}

const STATES: Record<ResourceOfferState, string | undefined> = {
  live: undefined,
  busy: undefined,
  off: 'its machine is off',
  'used-up': 'is used up',
  cancelled: 'was cancelled',
  expired: 'has expired',
};

/** Why an offer does not fit, or undefined. The contract checks all of it again. */
export function misfitOf(choice: OfferChoice, needs: JobNeeds): string | undefined {
  const { offer, lists, state } = choice;
  return (
    STATES[state] ??
    resourceMisfit(offer, needs.resources) ??
    listMisfit(offer, lists, needs) ??
    protectionMisfit(offer, needs) ??
    windowMisfit(offer, needs) ??
    moneyMisfit(offer, needs)
  );
}

const RESOURCES: readonly [keyof NeededResources, (value: number) => string][] = [
  ['cpuMilli', (value) => `${value / 1000} CPU`],
  ['memoryMiB', (value) => `${value} MiB of memory`],
  ['storageMiB', (value) => `${value} MiB of storage`],
  ['gpuCount', (value) => `${value} GPU`],
  ['gpuMemoryMiB', (value) => `${value} MiB of GPU memory`],
];

function resourceMisfit(offer: ResourceOffer, needed: NeededResources): string | undefined {
  for (const [name, text] of RESOURCES) {
    if (needed[name] > offer[name]) return `needs ${text(needed[name])}, has ${text(offer[name])}`;
  }
  return undefined;
}

function listMisfit(
  offer: ResourceOffer,
  lists: ResourceLists,
  needs: JobNeeds,
): string | undefined {
  if (!includesHex(lists.engines, needs.engine)) return 'does not run this engine version';
  const anyModule = sameHex(offer.modulesHash, ZERO_BYTES32);
  if (!anyModule && !includesHex(lists.modules ?? [], needs.moduleId)) {
    return 'does not run this module';
  }
  if (anyModule && needs.verification !== VERIFICATION.A) return 'takes modules of class A only';
  const isVerified = needs.verification !== VERIFICATION.none;
  if (isVerified && needs.court && !includesHex(lists.courts, needs.court))
    return 'does not accept this court';
  if (!needs.directories.some((directory) => includesHex(lists.directories, directory))) {
    return 'uses another directory';
  }
  if (needs.buyer && sameHex(offer.provider, needs.buyer)) return OF_NOW.own;
  return sameHex(offer.solver, ZERO_ADDRESS) ? undefined : 'is kept for one solver';
}

function protectionMisfit(offer: ResourceOffer, needs: JobNeeds): string | undefined {
  if ((offer.verifications & (1 << needs.verification)) === 0) {
    return 'does not accept this kind of check';
  }
  const isVerified = needs.verification !== VERIFICATION.none;
  const leastTheta = isVerified ? offer.minTheta : 0;
  if (needs.theta < leastTheta || needs.theta > offer.maxTheta) {
    return `puts up ${offer.minTheta} to ${offer.maxTheta} times the price, not ${needs.theta}`;
  }
  if (needs.n > offer.maxPanelSize) return `accepts panels of at most ${offer.maxPanelSize}`;
  return undefined;
}

function windowMisfit(offer: ResourceOffer, needs: JobNeeds): string | undefined {
  const needed = neededExecutionWindow(offer, needs.fuelLimit);
  if (BigInt(needs.executionWindow) < needed) {
    return `needs ${formatDuration(Number(needed))} to run it, gets ${formatDuration(needs.executionWindow)}`;
  }
  if (needs.reviewWindow > offer.maxReviewWindow) {
    return `waits at most ${formatDuration(offer.maxReviewWindow)} for the review`;
  }
  return undefined;
}

/** An offer that no deal can come of must not decide what a buyer is ready to pay. */
function moneyMisfit(offer: ResourceOffer, needs: JobNeeds): string | undefined {
  const value = dealValueOf(offer, needs.fuelLimit);
  if (value > offer.maxValue) return 'does not take jobs of this value';
  const isVerified = needs.verification !== VERIFICATION.none;
  if (value === 0n || (isVerified && needs.leastSeatFee > value / 2n)) {
    return 'is too cheap to pay the mediators of an audit';
  }
  const { theta, n } = needs;
  const lock = providerLockOf({ value, theta, n, isVerified }, offer.solverFee);
  const available = needs.availableOf(offer.provider);
  return available !== undefined && available < lock ? OF_NOW.poor : undefined;
}
