import { percentText } from '../../shared/percent.view';
import { formatDecimals, formatMiB } from '../../shared/quantity.view';
import { formatDuration } from '../../shared/time.view';
import { type ConstraintKey, conditionPlace, type MisfitGroup, type NeedKey } from './constraint';
import { type NeedName, needOf } from './need-changes';
import { isTextField, NUMBER_FIELDS, type NumberField, titleOf } from './offer-fields';
import { conjunctsOf, formatOfferQuery, type OfferQuery, withConjunct } from './offer-query';

/** A need of each name, in a job offer's units. */
export type NeedFigures = Readonly<Record<NeedName, number>>;

/** What the change of a group does to the address. */
export type Applied =
  | { readonly kind: 'need'; readonly name: NeedName; readonly value: number }
  | { readonly kind: 'query'; readonly query: OfferQuery };

export type MisfitWords = {
  /** What is lacking: "needs 24 GiB of VRAM". */
  readonly title: string;
  /** "With 16 GiB instead of 24 GiB"; undefined where no change of the buyer's helps. */
  readonly change: { readonly text: string; readonly applied: Applied } | undefined;
};

/** A group of offers that do not fit, in words. */
export function misfitWords(
  { key, change }: Pick<MisfitGroup, 'key' | 'change'>,
  query: OfferQuery,
  needs: NeedFigures | undefined,
): MisfitWords {
  const place = conditionPlace(key);
  if (place !== undefined) return conditionWords(place, change, query);
  const name = needOf(key);
  const need = key as NeedKey;
  if (!name || !needs) return { title: TITLES[need](''), change: undefined };
  const asked = needWords(name, needs[name]);
  const title = TITLES[need](asked);
  if (!change || change.offered === null) return { title, change: undefined };
  const value = Math.round(change.offered);
  const text = `With ${needWords(name, value)} instead of ${asked}`;
  return { title, change: { text, applied: { kind: 'need', name, value } } };
}

function conditionWords(
  place: number,
  change: MisfitGroup['change'],
  query: OfferQuery,
): MisfitWords {
  const part = conjunctsOf(query)[place];
  if (!part) return { title: 'does not fit the query', change: undefined };
  const title = `without ${formatOfferQuery(part)}`;
  if (!change) return { title, change: undefined };
  if (change.offered === null || part.kind !== 'compare' || isTextField(part.field)) {
    const applied = { kind: 'query', query: withConjunct(query, place, undefined) } as const;
    return { title, change: { text: 'Without this condition', applied } };
  }
  const isLeast = part.operator.startsWith('>');
  const value = roundedBound(change.offered, isLeast);
  const next = { ...part, operator: isLeast ? '>=' : '<=', value } as const;
  const applied = { kind: 'query', query: withConjunct(query, place, next) } as const;
  const [now, before] = [value, Number(part.value)].map((bound) =>
    figure(part.field as NumberField, bound),
  );
  return { title, change: { text: `With ${now} instead of ${before}`, applied } };
}

/** A bound with at most six decimals that still lets the nearest offer in. */
export function roundedBound(value: number, isLeast: boolean): number {
  const scaled = value * 1e6;
  const near = (isLeast ? Math.floor(scaled) : Math.ceil(scaled)) / 1e6;
  if (isLeast ? near <= value : near >= value) return near;
  return isLeast ? near - 1e-6 : near + 1e-6;
}

/** "16 GiB", "0.12", "99 %" */
export function figure(field: NumberField, value: number): string {
  const { unit } = NUMBER_FIELDS[field];
  const digits = formatDecimals(value, 6);
  if (unit === '%') return percentText(digits);
  return unit === 'count' || unit === 'token' ? digits : `${digits} ${unit}`;
}

/** What an offer has of what it lacks: "has 256 MiB"; undefined where there is nothing to compare. */
export function offeredWords(
  key: ConstraintKey,
  offered: number | null,
  query: OfferQuery,
): string | undefined {
  const name = needOf(key);
  if (name) return offered === null ? 'tells nothing of it' : `has ${needWords(name, offered)}`;
  const place = conditionPlace(key);
  const part = place === undefined ? undefined : conjunctsOf(query)[place];
  if (part?.kind !== 'compare' || isTextField(part.field)) return undefined;
  if (!/^[<>]/.test(part.operator)) return undefined;
  if (offered === null) return `${titleOf(part.field)}: not measured`;
  return `has ${figure(part.field, offered)}`;
}

/** "512 MiB", "penalty rate 40": a need of a run in words. */
export function needWords(name: NeedName, value: number): string {
  switch (name) {
    case 'cpuMilli':
      return `${formatDecimals(value / 1000, 3)} CPU`;
    case 'memoryMiB':
    case 'storageMiB':
    case 'gpuMemoryMiB':
      return formatMiB(value);
    case 'gpuCount':
      return `${value} GPU`;
    case 'executionWindow':
    case 'reviewWindow':
      return formatDuration(value);
    case 'theta':
      return `penalty rate ${value}`;
    case 'n':
      return value === 1 ? '1 mediator' : `${value} mediators`;
  }
}

const TITLES: Record<NeedKey, (asked: string) => string> = {
  solver: () => 'is kept for one solver',
  off: () => 'its machine is off',
  'cpu.cores': (asked) => `has fewer cores than the ${asked} that the run needs`,
  ram: (asked) => `has less memory than the ${asked} that the run needs`,
  storage: (asked) => `has less storage than the ${asked} that the run needs`,
  'gpu.count': (asked) => `has fewer than the ${asked} that the run needs`,
  'gpu.vram': (asked) => `has less VRAM than the ${asked} that the run needs`,
  window: (asked) => `is too slow to run it within ${asked}`,
  review: (asked) => `does not wait ${asked} for the review`,
  value: () => 'does not take jobs of this value',
  verification: () => 'does not accept audits of this kind',
  'theta.high': (asked) => `puts up less than ${asked}`,
  engine: () => 'does not run this engine version',
  module: () => 'does not run this module',
  directory: () => 'uses another directory',
  'theta.low': (asked) => `wants to put up more than ${asked}`,
  panel: (asked) => `does not accept panels of ${asked}`,
  court: () => 'does not accept this court',
  'seat-fee': () => 'is too cheap to pay the mediators of an audit',
};

/** What a need of a run is called beside its figure. */
export const NEED_TITLES: Record<NeedName, string> = {
  cpuMilli: 'processor',
  memoryMiB: 'memory',
  storageMiB: 'storage',
  gpuCount: 'GPUs',
  gpuMemoryMiB: 'GPU memory',
  executionWindow: 'time to run',
  reviewWindow: 'time to review',
  theta: 'provider’s stake',
  n: 'panel',
};
