import type { UsualDeal } from '@/lib/deals/usual-deal.query';
import type { MarketPrices } from '@/lib/offers/market-prices.query';
import type { OfferKind } from '@/lib/offers/resource-terms';

/** What the market tells somebody who lists a machine; read by the server. */
export interface SetupMarket {
  /** Of offers of either kind, without a GPU and with one. */
  prices: Record<OfferKind, { cpu: MarketPrices; gpu: MarketPrices }>;
  /** The median deal lately; undefined while none was settled. */
  usual: UsualDeal | undefined;
  courts: readonly { id: string; members: number; joined: number }[];
  /** Those that an offer of either kind may name: the project's own, and published ones in containers. */
  modules: Record<OfferKind, readonly { id: string; title: string; note?: string }[]>;
  /** Of this site, as the browser asked for it. */
  origin: string;
}
