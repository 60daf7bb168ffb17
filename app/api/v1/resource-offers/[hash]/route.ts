import { chainNow } from '@/app/api/_http/market';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { findResourceOffer } from '@/lib/offers/resource-offers.query';
import { bytes32Field } from '@/lib/shared/json-fields';

/** One resource offer, whatever its state. */
export const GET = route<{ hash: string }>(async (_request, { hash }) => {
  const offer = await findResourceOffer(webDatabase(), bytes32Field.parse(hash), await chainNow());
  if (!offer)
    throw new ApiProblem(404, 'unknown-offer', `No resource offer ${hash} is known here.`);
  return offer;
});
