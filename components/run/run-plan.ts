import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import type { Verification } from '@/lib/offers/offer-types';
import type { Prices } from '@/lib/offers/price';
import { greatest } from '@/lib/shared/integer';

/** Which provider may run the job: any that fits, or the one of an offer. */
export type Where = 'any' | `0x${string}`;

/** What the person has chosen of a run; undefined is the usual. Windows in seconds. */
export interface RunChoices {
  where: Where;
  n?: number | undefined;
  theta?: number | undefined;
  verification?: Verification | undefined;
  auditBps?: number | undefined;
  executionWindow?: number | undefined;
  reviewWindow?: number | undefined;
}

/** What is decided in the steps Where and Protection. */
export interface RunPlan {
  where: Where;
  /** Seats of a panel; 0 for a run that nobody checks. */
  n: number;
  theta: number;
  reviewWindow: number;
}

/** How many of the cheapest offers "any provider" may fall back to. */
const FALLBACKS = 3;

/** The most that the plan allows a provider to ask. */
export function maxPricesOf(fitting: readonly OfferChoice[], where: Where): Prices | undefined {
  const allowed =
    where === 'any' ? fitting.slice(0, FALLBACKS) : fitting.filter(({ hash }) => hash === where);
  if (allowed.length === 0) return undefined;
  return allowed.reduce<Prices>(
    (most, { offer }) => ({
      basePrice: greatest(offer.basePrice, most.basePrice),
      fuelPrice: greatest(offer.fuelPrice, most.fuelPrice),
    }),
    { basePrice: 0n, fuelPrice: 0n },
  );
}

const SIZES = [1, 3, 5];

/** Sizes of a panel that so many members of a court can be drawn for. */
export const panelSizesOf = (members: number): number[] =>
  SIZES.filter((size) => size === 1 || members >= 3 * size + 1);

/** The size that was wanted, or the largest where there is no such panel: a link may ask for any. */
export const panelSizeOf = (wanted: number, sizes: readonly number[]): number =>
  sizes.includes(wanted) ? wanted : (sizes.at(-1) ?? 1);
