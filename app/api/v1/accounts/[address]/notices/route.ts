import { chainNow, offerPorts } from '@/app/api/_http/market';
import { route } from '@/app/api/_http/route';
import { listLiveDealsOf } from '@/lib/mediation/live-deals.query';
import { depositNotices, noticesOf } from '@/lib/mediation/notices.view';
import { listOpenJobOffersOf } from '@/lib/offers/job-offers.query';
import { jobOfferLine } from '@/lib/offers/open-offer.view';
import { addressField } from '@/lib/shared/json-fields';

const MOST = 200;

/** What waits for an account, the nearest deadline first: {items}. */
export const GET = route<{ address: string }>(async (_request, params) => {
  const address = addressField.parse(params.address);
  const [now, { db, config, reader }] = await Promise.all([chainNow(), offerPorts()]);
  const [live, jobs] = await Promise.all([
    listLiveDealsOf(db, address, MOST),
    listOpenJobOffersOf(db, address, now, MOST),
  ]);
  const items = noticesOf(live, address, now, config);
  if (jobs.length === 0) return { items };
  const available = await reader.available(address);
  return { items: [...items, ...depositNotices(jobs.map(jobOfferLine), available)] };
});
