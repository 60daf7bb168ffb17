import { limitPosts } from '@/app/api/_http/limit-posts';
import { offerPorts, refusedAsProblem } from '@/app/api/_http/market';
import { created } from '@/app/api/_http/respond';
import { readBody, route } from '@/app/api/_http/route';
import { ticketSubmissionSchema } from '@/lib/offers/offer-schema';
import { postTicket } from '@/lib/offers/post-ticket.service';

/** Keeps a resource offer live: {resourceOfferHash, until, signature}. */
export const POST = route(async (request) => {
  const ticket = await readBody(request, ticketSubmissionSchema);
  await limitPosts(request);
  const posted = await refusedAsProblem(postTicket(await offerPorts(), ticket));
  return created(posted);
});
