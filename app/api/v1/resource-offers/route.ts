import { z } from 'zod';
import { limitPosts } from '@/app/api/_http/limit-posts';
import { chainNow, offerPorts, refusedAsProblem } from '@/app/api/_http/market';
import { limitField, priceCursorField, priceCursorText } from '@/app/api/_http/paging';
import { created } from '@/app/api/_http/respond';
import { readBody, readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { resourceSubmissionSchema } from '@/lib/offers/offer-schema';
import { postResourceOffer } from '@/lib/offers/post-resource-offer.service';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { addressField } from '@/lib/shared/json-fields';

const querySchema = z.strictObject({
  provider: addressField.optional(),
  ticketKey: addressField.optional(),
  /** Also what is expired, used up or cancelled. */
  all: z.stringbool().default(false),
  after: priceCursorField.optional(),
  limit: limitField,
});

/** Resource offers with their newest ticket, cheapest first: {items, next}. */
export const GET = route(async (request) => {
  const { all, after, limit, ...filter } = readQuery(request, querySchema);
  const query = { ...filter, isUsable: !all };
  const now = await chainNow();
  const { items, next } = await listResourceOffers(webDatabase(), query, now, { limit, after });
  return { items, next: priceCursorText(next) };
});

/** Takes a signed resource offer: {offer, signature, lists}. Posting it again changes nothing. */
export const POST = route(async (request) => {
  const submission = await readBody(request, resourceSubmissionSchema);
  await limitPosts(request);
  const posted = await refusedAsProblem(postResourceOffer(await offerPorts(), submission));
  return created(posted);
});
