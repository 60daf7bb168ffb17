import { z } from 'zod';
import { readOfferFacets } from '@/app/_data/offer-facets';
import { offerScope, offerSearchFields } from '@/app/api/_http/offer-search';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';

const querySchema = z.strictObject(offerSearchFields);

/** What fits a search in figures: {open, fitting, ranges, prices, counts}. */
export const GET = route(async (request) => {
  const address = readQuery(request, querySchema);
  return readOfferFacets(webDatabase(), address, await offerScope(address));
});
