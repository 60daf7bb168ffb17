import type { Address } from 'viem';
import { includesHex } from '../shared/address';
import type { OfferChoice } from './offer-fit.view';
import type { Prices } from './price';

/** What a signed job offer asks of whoever takes it. */
export type SignedAsk = {
  readonly maxPrices: Prices;
  /** undefined: any provider. */
  readonly providers: readonly Address[] | undefined;
};

/** Why nobody has matched an offer yet. */
export type Unmatched =
  /** Offers fit, so a match is only late. */
  | { readonly kind: 'late'; readonly offers: number }
  /** All that fit run other jobs now. */
  | { readonly kind: 'busy'; readonly offers: number }
  /** All that fit ask more than was signed; the cheapest asks this. */
  | { readonly kind: 'dearer'; readonly cheapest: Prices; readonly offers: number }
  /** The chosen provider does not offer it any more; others do. */
  | { readonly kind: 'provider-gone'; readonly offers: number }
  | { readonly kind: 'none-fits' };

/** @param fitting the offers that fit the job now, cheapest first */
export function whyUnmatched(ask: SignedAsk, fitting: readonly OfferChoice[]): Unmatched {
  const { maxPrices, providers } = ask;
  const allowed = fitting.filter(
    ({ offer }) => !providers || includesHex(providers, offer.provider),
  );
  const paid = allowed.filter(
    ({ offer }) => offer.basePrice <= maxPrices.basePrice && offer.fuelPrice <= maxPrices.fuelPrice,
  );
  if (paid.some(({ state }) => state === 'live')) return { kind: 'late', offers: paid.length };
  if (paid.length > 0) return { kind: 'busy', offers: paid.length };
  const [cheapest] = allowed;
  if (cheapest) {
    const { basePrice, fuelPrice } = cheapest.offer;
    return { kind: 'dearer', cheapest: { basePrice, fuelPrice }, offers: allowed.length };
  }
  return fitting.length > 0
    ? { kind: 'provider-gone', offers: fitting.length }
    : { kind: 'none-fits' };
}
