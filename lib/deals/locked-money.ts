import type { Address } from 'viem';
import { CAUSE, type Case } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import { appealLockOf, buyerLockOf, providerLockOf } from '../offers/price';
import { sameHex } from '../shared/address';

export type DealSide = 'buyer' | 'provider';

/** Why a part of an account's money is locked in a deal. */
export type LockReason =
  | 'price'
  | 'audit-reserve'
  | 'solver-fee'
  | 'collateral'
  | 'dispute'
  | 'appeal';

export type LockPart = { readonly reason: LockReason; readonly amount: bigint };

/** What a deal has locked of one of its parties since its match, in token units. */
export type LockedMoney = {
  readonly side: DealSide;
  readonly amount: bigint;
  readonly parts: readonly LockPart[];
};

type Facts = Pick<DealRecord, 'terms'> & { readonly case?: Case | undefined };

/** The sides that an account has in a deal, each with its lock. */
export function lockedMoneyOf(facts: Facts, account: Address): LockedMoney[] {
  const { buyer, provider } = facts.terms;
  return [
    ...(sameHex(buyer, account) ? [sumOf('buyer', buyerParts(facts))] : []),
    ...(sameHex(provider, account) ? [sumOf('provider', providerParts(facts))] : []),
  ];
}

/** What one side locked in all, in token units. */
export function lockOfSide(facts: Facts, side: DealSide): bigint {
  return sumOf(side, side === 'buyer' ? buyerParts(facts) : providerParts(facts)).amount;
}

function buyerParts({ terms, case: inCase }: Facts): LockPart[] {
  const stakes = stakesOf(terms);
  return [
    { reason: 'price', amount: stakes.value },
    { reason: 'audit-reserve', amount: buyerLockOf(stakes, 0n) - stakes.value },
    { reason: 'solver-fee', amount: terms.jobSolverFee },
    { reason: 'dispute', amount: inCase?.cause === CAUSE.Dispute ? stakes.value : 0n },
    { reason: 'appeal', amount: appealOf({ terms, case: inCase }, terms.buyer) },
  ];
}

function providerParts({ terms, case: inCase }: Facts): LockPart[] {
  return [
    { reason: 'collateral', amount: providerLockOf(stakesOf(terms), 0n) },
    { reason: 'solver-fee', amount: terms.resourceSolverFee },
    { reason: 'appeal', amount: appealOf({ terms, case: inCase }, terms.provider) },
  ];
}

function appealOf({ terms, case: inCase }: Facts, party: Address): bigint {
  return inCase && sameHex(inCase.appellant, party) ? appealLockOf(stakesOf(terms)) : 0n;
}

function sumOf(side: DealSide, all: readonly LockPart[]): LockedMoney {
  const parts = all.filter(({ amount }) => amount > 0n);
  return { side, amount: parts.reduce((sum, part) => sum + part.amount, 0n), parts };
}
