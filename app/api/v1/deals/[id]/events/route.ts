import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { stringifyExactJson } from '@/lib/db/exact-json';
import { webDatabase } from '@/lib/db/web-database.server';
import { listDealEvents } from '@/lib/deals/deals.query';
import { bytes32Field } from '@/lib/shared/json-fields';

/** A deal's events, in order. Whole numbers that may be large are strings such as "5n", to be folded again. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const events = await listDealEvents(webDatabase(), bytes32Field.parse(id));
  if (events.length === 0) {
    throw new ApiProblem(404, 'unknown-deal', `No deal ${id} is known here.`);
  }
  return new Response(stringifyExactJson(events), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
});
