import type { Address, Hex } from 'viem';
import { z } from 'zod';
import type { CallSender } from '../../lib/chain/send-call.server';
import {
  buildMatch,
  type JobSubmission,
  type MatchSides,
  type ResourceSubmission,
} from '../../lib/offers/match-item';
import { jobSubmissionSchema } from '../../lib/offers/offer-schema';
import { sameHex } from '../../lib/shared/address';
import { getJson } from '../../lib/shared/api.client';
import { addressField } from '../../lib/shared/json-fields';
import { readResources } from '../../workers/solver/read-offers.server';
import type { Scenario } from '../scenario';

const offerSchema = z.object({
  submission: jobSubmissionSchema,
  failed: z.array(addressField),
  state: z.object({ kind: z.string() }),
  outlook: z
    .object({
      fitting: z.number(),
      obstacles: z.array(
        z.object({ reasons: z.array(z.object({ name: z.string(), text: z.string() })) }),
      ),
    })
    .nullable(),
});

/** A job offer as the API tells it. */
export async function offerOf({ api }: Scenario, hash: Hex) {
  return offerSchema.parse(await getJson(`${api}/api/v1/job-offers/${hash}?outlook=1`));
}

/** Sends a match of a published job offer with a live resource offer, whatever solvers think of it. */
export async function matchByHand(
  market: Scenario,
  sender: CallSender,
  hash: Hex,
  options: {
    readonly change?: (sides: MatchSides) => MatchSides;
    /** Default: the cheapest. */
    readonly provider?: Address;
  } = {},
) {
  const { change = (sides: MatchSides) => sides, provider } = options;
  const { submission, failed } = await offerOf(market, hash);
  const resources = await readResources(market.api);
  const resource = resources.find(
    ({ ticket, submission: { offer } }) =>
      ticket !== null && (!provider || sameHex(offer.provider, provider)),
  );
  if (!resource?.ticket) throw new Error('No resource offer is live');
  const sides = buildMatch({
    job: submission as JobSubmission,
    resource: resource.submission as ResourceSubmission,
    ticket: { ...resource.ticket, resourceOfferHash: resource.hash },
    court: market.deployment.courts[0] as never,
    lane: 3,
    failed,
  });
  const changed = change(sides);
  return sender.send({ functionName: 'matchDeal', args: [changed.resource, changed.job] });
}
