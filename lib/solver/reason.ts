import type { MarketErrorName } from '../chain/market-error-name';

/** A reason against a match, or none. */
export function unless(isFine: boolean, reason: MarketErrorName): MarketErrorName[] {
  return isFine ? [] : [reason];
}
