import type { Hex } from 'viem';

/** A payment that comes by itself when nobody objects. Seconds since 1970, token units. */
export type Payout = { readonly dealId: Hex; readonly amount: bigint; readonly at: number };

/** What a machine has behind its live deals. */
export type MachineMoney = {
  /** Collateral and other locks of the provider. */
  readonly locked: bigint;
  /** All of it is free by then, whatever happens; undefined where nothing is locked. */
  readonly lockedUntil: number | undefined;
  /** The first review that ends; undefined where no result waits for one. */
  readonly nextPayout: Payout | undefined;
};
