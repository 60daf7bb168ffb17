import { chainNow } from '@/app/api/_http/market';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { findJobOffer } from '@/lib/offers/job-offers.query';
import { bytes32Field } from '@/lib/shared/json-fields';

/** What became of a job offer: its state, and its deals so far. */
export const GET = route<{ hash: string }>(async (_request, { hash }) => {
  const offer = await findJobOffer(webDatabase(), bytes32Field.parse(hash), await chainNow());
  if (!offer) throw new ApiProblem(404, 'unknown-offer', `No job offer ${hash} is known here.`);
  return offer;
});
