import type { Address, Hex } from 'viem';
import { STAGE } from '../chain/deal-facts';
import { sameHex } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';
import type { DealFacts } from './deal-state';
import type { Settlement } from './settlement';

/** Who calls, when, and what the chain answers. */
export type CallContext = {
  readonly caller: Address;
  /** Timestamp and number of the block that the call is in. */
  readonly now: number;
  readonly blockNumber: bigint;
  readonly config: MarketConfig;
  /** undefined where it cannot be read any more. */
  readonly blockHash: (blockNumber: bigint) => Hex | undefined;
  readonly availableOf: (who: Address) => bigint;
  readonly isOperator: (principal: Address, agent: Address) => boolean;
};

/** What a call did: the deal after it, what it locked besides, and how it ended if it did. */
export type Applied = {
  readonly facts: DealFacts;
  /** Moved from available to locked. */
  readonly locked?: { readonly who: Address; readonly amount: bigint } | undefined;
  /** Seats that lock `amount` of their free stake each. */
  readonly seated?: { readonly seats: readonly Address[]; readonly amount: bigint } | undefined;
  readonly settlement?: Settlement | undefined;
};

/** Posted or Cleared: the only stages whose calls replay a post and no case. */
export function isBeforeCase({ stage }: DealFacts): boolean {
  return stage === STAGE.Posted || stage === STAGE.Cleared;
}

/** Whether the caller is `principal` or its operator. */
export function actsFor({ caller, isOperator }: CallContext, principal: Address): boolean {
  return sameHex(caller, principal) || isOperator(principal, caller);
}

export function settledBy(facts: DealFacts, settlement: Settlement): Applied {
  const { outcome } = settlement;
  return { facts: { ...facts, stage: STAGE.Settled, outcome, commits: [] }, settlement };
}
