import { z } from 'zod';
import { offerCursorText } from '@/app/_data/offer-cursor';
import {
  constraintKeyOf,
  offerScope,
  offerSearchFields,
  readOfferCursor,
} from '@/app/api/_http/offer-search';
import { limitField } from '@/app/api/_http/paging';
import { readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { searchOffers } from '@/lib/offers/search/search-offers.query';

const querySchema = z.strictObject({
  ...offerSearchFields,
  /** Instead of what fits: what lacks this first, a `key` of the misfits. */
  lacking: z.string().max(40).optional(),
  after: z.string().max(400).optional(),
  limit: limitField,
});

/** Resource offers that fit a module and a written query, sorted: {items, next}. */
export const GET = route(async (request) => {
  const { lacking, after: next, limit, ...address } = readQuery(request, querySchema);
  const after = next ? readOfferCursor(next, address.sort) : undefined;
  const { facts, constraints, sort, ...scope } = await offerScope(address, after);
  const page = await searchOffers(webDatabase(), {
    ...facts,
    constraints,
    sort,
    limit,
    lacking: lacking ? constraintKeyOf({ ...scope, facts, constraints, sort }, lacking) : undefined,
    after,
  });
  return { items: page.items, next: offerCursorText(page.next) };
});
