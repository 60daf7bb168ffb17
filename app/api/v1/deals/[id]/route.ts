import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { findDeal } from '@/lib/deals/deals.query';
import { bytes32Field } from '@/lib/shared/json-fields';

/** One deal with its facts, events and the other attempts of its job. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const deal = await findDeal(webDatabase(), bytes32Field.parse(id));
  if (!deal) throw new ApiProblem(404, 'unknown-deal', `No deal ${id} is known here.`);
  return deal;
});
