import type { MarketPrices } from './market-prices.query';
import { costOf } from './price';

/** What a run of known fuel costs at what the market asks now. */
export type PriceHint = {
  /** Token units. */
  readonly price: bigint;
  readonly fuel: bigint;
  /** Open offers whose medians it is reckoned with. */
  readonly offers: number;
};

/**
 * What a run that takes `fuel` costs at the medians of what open offers ask; undefined where none is
 * open. A hint, not an offer: it follows the market, which a number in a manifest would not.
 */
export function priceHintOf(
  { offers, basePrice, fuelPrice }: MarketPrices,
  fuel: bigint,
): PriceHint | undefined {
  if (basePrice === null || fuelPrice === null) return undefined;
  const prices = { basePrice: basePrice.median, fuelPrice: fuelPrice.median };
  return { price: costOf(prices, fuel), fuel, offers };
}
