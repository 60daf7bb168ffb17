import type { Hex } from 'viem';
import type { DealRecord } from '../chain/deal-fold';
import { priceOf } from '../offers/price';
import type { MarketConfig } from '../shared/market-config';
import { deadlinesOf } from './deal-deadlines';
import { lockOfSide } from './locked-money';

type Limits = Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>;

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

/** What stands behind these live deals of one provider, until when, and what is paid next. */
export function machineMoneyOf(records: readonly DealRecord[], limits: Limits): MachineMoney {
  const ends = records.map((record) => deadlinesOf(record, limits).latest);
  const payouts = records.flatMap(payoutOf).sort((a, b) => a.at - b.at);
  return {
    locked: records.reduce((sum, record) => sum + lockOfSide(record, 'provider'), 0n),
    lockedUntil: ends.length === 0 ? undefined : Math.max(...ends),
    nextPayout: payouts[0],
  };
}

/** A result in review is paid when the review ends; one before a panel is paid when that says so. */
function payoutOf(record: DealRecord): Payout[] {
  const { post, terms, dealId } = record;
  if (!post || record.case) return [];
  return [
    { dealId, amount: priceOf(terms, post.fuelUsed, terms.fuelLimit), at: post.reviewEndsAt },
  ];
}
