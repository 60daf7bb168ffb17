import type { UsualDeal } from '@/lib/deals/usual-deal.query';
import type { MarketPrices } from '@/lib/offers/market-prices.query';

/** What the market tells somebody who lists a machine; read by the server. */
export interface SetupMarket {
  /** Of offers without a GPU, and with one. */
  prices: { cpu: MarketPrices; gpu: MarketPrices };
  /** The median deal lately; undefined while none was settled. */
  usual: UsualDeal | undefined;
  courts: readonly { id: string; members: number; joined: number }[];
  /** Endorsed modules of class A. */
  modules: readonly { id: string; title: string }[];
  /** Of this site, as the browser asked for it. */
  origin: string;
}
