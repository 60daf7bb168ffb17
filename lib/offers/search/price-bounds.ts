import type { NumberField } from './offer-fields';

/** G fuel of the run whose price offers are indexed by, as the migration's SQL says. */
export const INDEXED_SHARE = 10;

/** Prices that offers are indexed by: of a run without fuel, of the run above, of 1 G fuel alone. */
export type IndexedPrice = Extract<NumberField, 'price.base' | 'price.fuel'> | 'price.indexed';

export type Bound = { readonly least?: number; readonly most?: number };

/**
 * What an indexed price of an offer has to be where the price of a run with `share` G fuel, base +
 * share * fuel, is within a bound: base + r * fuel is between min(1, r / share) and max(1, r / share)
 * times that price, since neither part is negative. A bound is left out where it says nothing.
 */
export function impliedBounds(
  share: number,
  { least, most }: Bound,
): ReadonlyMap<IndexedPrice, Bound> {
  const ratio = share === 0 ? Number.POSITIVE_INFINITY : INDEXED_SHARE / share;
  const within = (least: number | undefined, most: number | undefined): Bound => ({
    ...(least !== undefined && least > 0 ? { least: least * (1 - ROUNDING) } : {}),
    ...(most !== undefined && Number.isFinite(most) ? { most: most * (1 + ROUNDING) } : {}),
  });
  const times = (bound: number | undefined, factor: number) =>
    bound === undefined ? undefined : bound * factor;
  return new Map([
    ['price.base', within(undefined, most)],
    ['price.indexed', within(times(least, Math.min(1, ratio)), times(most, Math.max(1, ratio)))],
    ['price.fuel', within(undefined, share === 0 ? undefined : times(most, 1 / share))],
  ]);
}

/** Sums of doubles differ in their last digits by the order of adding. */
const ROUNDING = 1e-12;

/** The indexed price that ranks offers most like the price of a run with `share` G fuel. */
export function nearestPrice(share: number): IndexedPrice {
  if (share < INDEXED_SHARE / 10) return 'price.base';
  return share > INDEXED_SHARE * 10 ? 'price.fuel' : 'price.indexed';
}
