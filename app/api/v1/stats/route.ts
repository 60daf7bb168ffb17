import { chainNow } from '@/app/api/_http/market';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { readMarketStats } from '@/lib/deals/market-stats.query';
import { countLiveResourceOffers } from '@/lib/offers/resource-offers.query';

/** The market in a few numbers; medians in seconds, null while there is nothing to take one of. */
export const GET = route(async () => {
  const now = await chainNow();
  const [stats, openOffers] = await Promise.all([
    readMarketStats(webDatabase(), now),
    countLiveResourceOffers(webDatabase(), now),
  ]);
  return { openOffers, ...stats };
});
