import type { Hex } from 'viem';

/** What is known of a job offer besides its own fields: its deals so far and cancellations. */
export type JobOfferHistory = {
  /** Seconds; the offer can start no deal after it. */
  readonly expiry: number;
  readonly attempts: number;
  readonly isCancelled: boolean;
  /** Another offer with the same nonce of this buyer has a deal that holds the nonce. */
  readonly isNonceTaken: boolean;
  readonly deals: readonly {
    readonly id: Hex;
    readonly isSettled: boolean;
    /** The settlement set the job offer free. */
    readonly jobFree: boolean;
  }[];
};

export type JobOfferState =
  /** Waits for a match. */
  | { readonly kind: 'open' }
  /** Has a live deal, or one that used it up. */
  | { readonly kind: 'matched'; readonly dealId: Hex; readonly isSettled: boolean }
  /** Every allowed attempt failed. */
  | { readonly kind: 'attempts-used'; readonly dealId: Hex }
  | { readonly kind: 'nonce-taken' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'expired' };

/** Where a job offer stands at `now` (seconds). Deals are in the order of their match. */
export function jobOfferStateOf(history: JobOfferHistory, now: number): JobOfferState {
  const holding = history.deals.find((deal) => !deal.isSettled || !deal.jobFree);
  if (holding) return { kind: 'matched', dealId: holding.id, isSettled: holding.isSettled };
  const last = history.deals.at(-1);
  if (last && history.deals.length >= history.attempts) {
    return { kind: 'attempts-used', dealId: last.id };
  }
  if (history.isNonceTaken) return { kind: 'nonce-taken' };
  if (history.isCancelled) return { kind: 'cancelled' };
  if (now > history.expiry) return { kind: 'expired' };
  return { kind: 'open' };
}
