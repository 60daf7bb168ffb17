import type { Address, Hex } from 'viem';
import { sameHex } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';
import { type DealStatusView, dealStatusView, type StatusFacts } from './deal-status.view';

/** A deal as its party's list shows it. Amounts in token units, time in seconds. */
export type DealLine = {
  readonly dealId: Hex;
  readonly moduleId: Hex;
  readonly side: 'buyer' | 'provider';
  readonly status: DealStatusView;
  /** The most that it can cost. */
  readonly value: bigint;
  /** What it left the party with; null while it lives. */
  readonly net: bigint | null;
  readonly matchedAt: number;
};

type Summary = StatusFacts & {
  readonly dealId: Hex;
  readonly work: { readonly moduleId: Hex };
  readonly value: bigint;
  readonly buyerNet: bigint | null;
  readonly providerNet: bigint | null;
};

export function dealLine(
  deal: Summary,
  account: Address,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): DealLine {
  const side = sameHex(deal.terms.buyer, account) ? 'buyer' : 'provider';
  return {
    dealId: deal.dealId,
    moduleId: deal.work.moduleId,
    side,
    status: dealStatusView(deal, now, config),
    value: deal.value,
    net: side === 'buyer' ? deal.buyerNet : deal.providerNet,
    matchedAt: deal.terms.matchedAt,
  };
}
