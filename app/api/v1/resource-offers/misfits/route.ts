import { z } from 'zod';
import { offerScope, runAddressOf, runSearchFields } from '@/app/api/_http/offer-search';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { groupMisfits } from '@/lib/offers/search/misfits.query';

const querySchema = z.strictObject(runSearchFields);

/** The offers that do not fit a search, by what each lacks first: {groups}. */
export const GET = route(async (request) => {
  const { facts, constraints } = await offerScope(runAddressOf(readQuery(request, querySchema)));
  return { groups: await groupMisfits(webDatabase(), facts, constraints) };
});
