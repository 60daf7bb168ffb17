import type { Hex } from 'viem';

/** What is known of a job offer besides its own fields: its deals so far and cancellations. */
export type JobOfferHistory = {
  /** Seconds; the offer can start no deal after it. */
  readonly expiry: number;
  readonly attempts: number;
  readonly isCancelled: boolean;
  /** The newest deal of another offer of this buyer with the same nonce, which holds the nonce. */
  readonly nonceDeal: Hex | null;
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
  /** Another try of its buyer became this deal instead. */
  | { readonly kind: 'nonce-taken'; readonly dealId: Hex }
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
  if (history.nonceDeal) return { kind: 'nonce-taken', dealId: history.nonceDeal };
  if (history.isCancelled) return { kind: 'cancelled' };
  if (now > history.expiry) return { kind: 'expired' };
  return { kind: 'open' };
}
