import { sameHex, ZERO_ADDRESS } from '../shared/address';
import type { ResourceOffer } from './offer-types';

/** What is known of a resource offer besides its own fields. */
export type ResourceOfferHistory = {
  readonly isCancelled: boolean;
  readonly dealsEver: number;
  readonly dealsLive: number;
  /** Until when the newest ticket keeps it live, in seconds; undefined without one. */
  readonly ticketUntil: number | undefined;
  /** Whether its machine takes no deals, whatever that ticket says. */
  readonly rests: boolean;
};

/**
 * - live: can be matched now
 * - busy: all of its lanes hold a deal
 * - off: its machine has signed no ticket that is still good, or takes no deals since
 */
export type ResourceOfferState = 'live' | 'busy' | 'off' | 'used-up' | 'cancelled' | 'expired';

/** Where a resource offer stands at `now` (seconds). */
export function resourceOfferStateOf(
  offer: Pick<ResourceOffer, 'expiry' | 'total' | 'concurrent' | 'ticketKey'>,
  history: ResourceOfferHistory,
  now: number,
): ResourceOfferState {
  if (history.isCancelled) return 'cancelled';
  if (now > offer.expiry) return 'expired';
  if (history.dealsEver >= offer.total) return 'used-up';
  const needsTicket = !sameHex(offer.ticketKey, ZERO_ADDRESS);
  if (needsTicket && (history.rests || (history.ticketUntil ?? 0) < now)) return 'off';
  return history.dealsLive >= offer.concurrent ? 'busy' : 'live';
}
