import { z } from 'zod';
import { limitPosts } from '@/app/api/_http/limit-posts';
import { chainNow, offerPorts, refusedAsProblem } from '@/app/api/_http/market';
import { limitField } from '@/app/api/_http/paging';
import { ApiProblem, created } from '@/app/api/_http/respond';
import { checked, readBody, readQuery, route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { listOpenJobOffers } from '@/lib/offers/job-offers.query';
import { jobSubmissionSchema } from '@/lib/offers/offer-schema';
import { postJobOffer } from '@/lib/offers/post-job-offer.service';
import { bytes32Field } from '@/lib/shared/json-fields';
import { webTracer } from '@/lib/telemetry/web-tracer.server';

const querySchema = z.strictObject({
  status: z.literal('open').default('open'),
  after: bytes32Field.optional(),
  limit: limitField,
});

/** Job offers that wait for a match, oldest first, for solvers: {items, next}. */
export const GET = route(async (request) => {
  const { after, limit } = readQuery(request, querySchema);
  return listOpenJobOffers(webDatabase(), await chainNow(), { limit, after });
});

/**
 * Takes a signed job offer: {offer, signature, lists, inputReceipt, permit?}. Posting it again
 * changes nothing.
 */
export const POST = route(async (request) => {
  const began = Date.now() / 1_000;
  const body = await readBody(request, z.record(z.string(), z.unknown()));
  await limitPosts(request);
  if (body.inputReceipt === undefined || body.inputReceipt === null) {
    const hint = 'Upload module and inputs to a directory on your list and ask it for a receipt.';
    throw new ApiProblem(422, 'missing-receipt', 'The offer lacks an input receipt.', hint);
  }
  const submission = checked(jobSubmissionSchema, body, 'body');
  const posted = await refusedAsProblem(postJobOffer(await offerPorts(), submission));
  if (posted.isNew) {
    const tracer = await webTracer();
    tracer?.root(
      posted.hash,
      'job offer',
      { buyer: submission.offer.buyer },
      began,
      Date.now() / 1_000,
    );
  }
  return created(posted);
});
