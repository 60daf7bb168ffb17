import { OfferRefusedError } from './offer-refused';

/** Most offers that one buyer or provider may have waiting: solvers read all of them every round. */
export const MAX_OPEN_OFFERS = 200;

/** What a party has waiting; seconds since 1970. */
export type OpenOffers = { readonly count: number; readonly firstExpiry: number | null };

/** @param now seconds since 1970. @throws {OfferRefusedError} when a party has all it may have */
export function refuseTooManyOpen({ count, firstExpiry }: OpenOffers, role: string, now: number) {
  if (count < MAX_OPEN_OFFERS) return;
  const message = `This ${role} has ${count} offers that wait; at most ${MAX_OPEN_OFFERS} may.`;
  const hint =
    'Cancel some on chain (cancelJob, cancelResource, cancelBelow), or wait until some are used or expire.';
  const retryAfter = Math.max(1, (firstExpiry ?? now) - now + 1);
  throw new OfferRefusedError('too-many-open', message, hint, retryAfter);
}
