import { z } from 'zod';
import { limitField } from '@/app/api/_http/paging';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listMediators } from '@/lib/mediation/mediators.query';

/** Every mediator's record, most seats first: {items}. */
export const GET = route(async (request) => {
  const { limit } = readQuery(request, z.strictObject({ limit: limitField }));
  return { items: await listMediators(webDatabase(), limit) };
});
