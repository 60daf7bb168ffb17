import { chainNow } from '@/app/api/_http/market';
import { route } from '@/app/api/_http/route';
import { readDeployment } from '@/lib/chain/market-access.server';
import { webDatabase } from '@/lib/db/web-database.server';
import { dealLine } from '@/lib/deals/deal-line.view';
import { listDeals } from '@/lib/deals/deals.query';
import { accountLocks } from '@/lib/mediation/account-locks.view';
import { listLiveDealsOf } from '@/lib/mediation/live-deals.query';
import { listOpenJobOffersOf } from '@/lib/offers/job-offers.query';
import { jobOfferLine, resourceOfferLine } from '@/lib/offers/open-offer.view';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { addressField } from '@/lib/shared/json-fields';

const MOST = 200;
const NEWEST_DEALS = 8;

/**
 * What an account has in the market besides its balances: {locks, offers, deals}: money behind live
 * deals, offers that can still be matched, its newest deals.
 */
export const GET = route<{ address: string }>(async (_request, params) => {
  const address = addressField.parse(params.address);
  const db = webDatabase();
  const [now, { limits, tokenSymbol }] = await Promise.all([chainNow(), readDeployment()]);
  const [live, jobs, resources, deals] = await Promise.all([
    listLiveDealsOf(db, address, MOST),
    listOpenJobOffersOf(db, address, now, MOST),
    listResourceOffers(db, { provider: address }, now, { limit: MOST }),
    listDeals(db, { party: address }, { limit: NEWEST_DEALS }),
  ]);
  return {
    locks: accountLocks(live, address, now, { ...limits, tokenSymbol }),
    offers: [...jobs.map(jobOfferLine), ...resources.items.map(resourceOfferLine)],
    deals: deals.items.map((deal) => dealLine(deal, address, now, limits)),
  };
});
