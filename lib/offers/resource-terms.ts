import type { Address, Hex } from 'viem';
import { parseAmount } from '../shared/amount.view';
import type { ResourceDraft } from './draft-resource-offer';

/**
 * What a provider writes when it lists a machine: all text, as it was typed, so that it can be kept in
 * an address and shown again.
 */
export type ResourceTerms = {
  readonly operator: string;
  /** Cores, MiB and MiB of each job. */
  readonly cpu: string;
  readonly memory: string;
  readonly storage: string;
  /** Jobs at once. */
  readonly concurrent: string;
  /** G fuel a second. */
  readonly speed: string;
  /** Whole tokens, of a run and of 1 G fuel. */
  readonly basePrice: string;
  readonly fuelPrice: string;
  /** Seconds: the shortest run and the longest review. */
  readonly window: string;
  readonly review: string;
  /** Whole tokens: the most a deal may cost its buyer. */
  readonly maxValue: string;
  /** The highest penalty rate and the most seats of a panel. */
  readonly theta: string;
  readonly panel: string;
  readonly days: string;
  /** Whole tokens that should be available in the market. */
  readonly deposit: string;
};

/** What an offer is for: one kind of engine, as its speed is. */
export type OfferKind = 'wasm' | 'container';

export type TermField = keyof ResourceTerms;

export const DEFAULT_TERMS: ResourceTerms = {
  operator: '',
  cpu: '2',
  memory: '2048',
  storage: '64',
  concurrent: '1',
  speed: '16',
  basePrice: '0.002',
  fuelPrice: '0.0008',
  window: '5',
  review: '600',
  maxValue: '1',
  theta: '200',
  panel: '15',
  days: '30',
  deposit: '100',
};

type Check = (text: string) => string | undefined;

const whole =
  (least: number, most: number): Check =>
  (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value)) return 'A whole number is needed.';
    return value >= least && value <= most ? undefined : `Between ${least} and ${most}.`;
  };
const decimal =
  (least: number, most: number): Check =>
  (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) return 'A number is needed.';
    return value >= least && value <= most ? undefined : `Between ${least} and ${most}.`;
  };
const amount: Check = (text) =>
  parseAmount(text) === undefined ? 'An amount with at most six decimals.' : undefined;
const positive: Check = (text) =>
  amount(text) ?? (parseAmount(text) === 0n ? 'More than nothing.' : undefined);

/** The market's own limits, in seconds. */
export type TermLimits = {
  readonly maxExecutionWindow: number;
  readonly maxReviewWindow: number;
};

/** G fuel a second: in a container that is the clock, and no machine is faster. */
const MOST_SPEED: Record<OfferKind, number> = { wasm: 100_000, container: 1 };

const checksOf = (limits: TermLimits, kind: OfferKind): Record<TermField, Check> => ({
  operator: (text) =>
    /^0x[0-9a-fA-F]{40}$/.test(text.trim()) ? undefined : 'An address has 0x and 40 hex digits.',
  cpu: decimal(0.1, 100_000),
  memory: whole(16, 4_194_304),
  storage: whole(1, 4_194_304),
  concurrent: whole(1, 1_000),
  speed: decimal(0.001, MOST_SPEED[kind]),
  basePrice: amount,
  fuelPrice: amount,
  window: whole(1, limits.maxExecutionWindow),
  review: whole(1, limits.maxReviewWindow),
  maxValue: positive,
  theta: whole(1, 65_535),
  panel: whole(1, 15),
  days: whole(1, 365),
  deposit: amount,
});

/** What is wrong with each field, in words; nothing where all can be signed. */
export function termProblems(
  terms: ResourceTerms,
  limits: TermLimits,
  kind: OfferKind = 'wasm',
): Partial<Record<TermField, string>> {
  const checks = checksOf(limits, kind);
  const found: Partial<Record<TermField, string>> = {};
  for (const field of Object.keys(checks) as TermField[]) {
    const problem = checks[field](terms[field]);
    if (problem !== undefined) found[field] = problem;
  }
  const [price, most] = [parseAmount(terms.basePrice), parseAmount(terms.maxValue)];
  if (price !== undefined && most !== undefined && price > most && most > 0n) {
    found.maxValue = 'Less than the price of a run: nothing could be matched.';
  }
  return found;
}

/** A card that each job of the offer has to itself. */
export type OfferedGpu = { readonly memoryMiB: number; readonly model: Hex | undefined };

/** What is chosen from lists beside what is typed. */
export type ResourceChoices = {
  readonly provider: Address;
  readonly gpu: OfferedGpu | undefined;
  readonly engines: readonly Hex[];
  /** A unless given; B for containers. */
  readonly checkedIn?: 'A' | 'B';
  /** Undefined: any module of class A. */
  readonly modules: readonly Hex[] | undefined;
  readonly courts: readonly Hex[];
  readonly directories: readonly Address[];
  readonly nonce: bigint;
  /** Seconds since 1970. */
  readonly now: number;
};

const DAY = 86_400;
const ANY_NUMBER = 1_000_000;
const GIGA = 1_000_000_000;

/** The offer of these terms, to be drafted and signed; they must have no problems. */
export function draftOfTerms(terms: ResourceTerms, choices: ResourceChoices): ResourceDraft {
  const { gpu, now, ...rest } = choices;
  return {
    ...rest,
    cpuMilli: Math.round(Number(terms.cpu) * 1_000),
    memoryMiB: Number(terms.memory),
    storageMiB: Number(terms.storage),
    gpuCount: gpu ? 1 : 0,
    gpuMemoryMiB: gpu?.memoryMiB ?? 0,
    gpuModel: gpu?.model,
    basePrice: parseAmount(terms.basePrice) ?? 0n,
    fuelPrice: parseAmount(terms.fuelPrice) ?? 0n,
    fuelPerSecond: BigInt(Math.round(Number(terms.speed) * GIGA)),
    minExecutionWindow: Number(terms.window),
    maxReviewWindow: Number(terms.review),
    maxValue: parseAmount(terms.maxValue) ?? 0n,
    maxTheta: Number(terms.theta),
    maxPanelSize: Number(terms.panel),
    concurrent: Number(terms.concurrent),
    total: ANY_NUMBER,
    ticketKey: terms.operator.trim() as Address,
    expiry: now + Number(terms.days) * DAY,
  };
}

/** The most that all jobs at once can lock: (theta + n) * V each, in token units. */
export function mostAtRisk(terms: ResourceTerms): bigint {
  const value = parseAmount(terms.maxValue) ?? 0n;
  return BigInt(Number(terms.theta) + Number(terms.panel)) * value * BigInt(terms.concurrent);
}

/** The largest V of which `deposit` can cover every job at once, at this theta and n. */
export function coveredValue(
  deposit: bigint,
  { theta, n, concurrent }: { theta: number; n: number; concurrent: number },
): bigint {
  return deposit / BigInt(Math.max(1, (theta + n) * concurrent));
}
