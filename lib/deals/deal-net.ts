import { CAUSE } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import { appealLockOf, buyerLockOf, providerLockOf } from '../offers/price';
import { sameHex } from '../shared/address';

export type DealNet = { readonly buyer: bigint; readonly provider: bigint };

/**
 * What a settled deal left its parties with, in token units: what it credited less what they had
 * locked for it. Negative for who paid. undefined while the deal lives.
 */
export function dealNetOf(record: DealRecord): DealNet | undefined {
  const { payout, terms, case: case_ } = record;
  if (!payout) return undefined;
  const stakes = stakesOf(terms);
  const appeal = (party: `0x${string}`) =>
    case_ && sameHex(case_.appellant, party) ? appealLockOf(stakes) : 0n;
  const disputed = case_?.cause === CAUSE.Dispute ? stakes.value : 0n;
  const buyerLocked = buyerLockOf(stakes, terms.jobSolverFee) + disputed + appeal(terms.buyer);
  const providerLocked = providerLockOf(stakes, terms.resourceSolverFee) + appeal(terms.provider);
  return {
    buyer: payout.toBuyer - buyerLocked,
    provider: payout.toProvider - providerLocked,
  };
}
