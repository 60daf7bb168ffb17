import type { DealRecord } from '../chain/deal-fold';
import { lockOfSide } from './locked-money';

export type DealNet = { readonly buyer: bigint; readonly provider: bigint };

/**
 * What a settled deal left its parties with, in token units: what it credited less what they had
 * locked for it. Negative for who paid. undefined while the deal lives.
 */
export function dealNetOf(record: DealRecord): DealNet | undefined {
  const { payout } = record;
  if (!payout) return undefined;
  return {
    buyer: payout.toBuyer - lockOfSide(record, 'buyer'),
    provider: payout.toProvider - lockOfSide(record, 'provider'),
  };
}
