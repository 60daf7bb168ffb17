import { z } from 'zod';
import { dealFilterSchema } from '@/app/api/_http/deal-filter';
import { dealCursorText } from '@/app/api/_http/paging';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listDisputes } from '@/lib/disputes/disputes.query';
import { addressField } from '@/lib/shared/json-fields';

const schema = dealFilterSchema.extend({
  kind: z.enum(['audit', 'dispute']).optional(),
  who: addressField.optional(),
});

/** Deals that ever went before a panel, the newest case first: {items, next}. */
export const GET = route(async (request) => {
  const { after, limit, live, id, ...filter } = readQuery(request, schema);
  const query = { ...filter, isLive: live, idPrefix: id };
  const { items, next } = await listDisputes(webDatabase(), query, { limit, after });
  return { items, next: dealCursorText(next) };
});
