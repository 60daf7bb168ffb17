import { dealFilterSchema } from '@/app/api/_http/deal-filter';
import { dealCursorText } from '@/app/api/_http/paging';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listDeals } from '@/lib/deals/deals.query';

/** Deals, newest first: {items, next}. Filters and paging by query string. */
export const GET = route(async (request) => {
  const { after, limit, live, id, ...filter } = readQuery(request, dealFilterSchema);
  const query = { ...filter, isLive: live, idPrefix: id };
  const { items, next } = await listDeals(webDatabase(), query, { limit, after });
  return { items, next: dealCursorText(next) };
});
