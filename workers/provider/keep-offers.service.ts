import type { Address, Hex, PrivateKeyAccount } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import type { Logger } from '../../lib/log/logger.server';
import type { ResourceSubmission } from '../../lib/offers/match-item';
import { resourceOfferHashOf } from '../../lib/offers/offer-hash';
import { marketDomain } from '../../lib/offers/offer-types';
import { ticketTypes } from '../../lib/offers/typed-data';
import { getJson, postJson } from '../../lib/shared/api.client';

/** How far ahead tickets are signed; the market allows ten minutes. */
const TICKET_SECONDS = 540;

/** An offer that names this agent's key as its ticket key. */
export type ServedOffer = { readonly hash: Hex; readonly provider: Address };

/** Publishes the agent's own offer; the API takes the same one any number of times. */
export async function publishOffer(api: string, submission: ResourceSubmission): Promise<Hex> {
  await postJson(`${api}/api/v1/resource-offers`, submission);
  return resourceOfferHashOf(submission.offer);
}

/** The live offers that this agent's key keeps alive, whoever signed them. */
export async function findServedOffers(api: string, operator: Address): Promise<ServedOffer[]> {
  const { items } = await getJson<{ items: { hash: Hex; provider: Address }[] }>(
    `${api}/api/v1/resource-offers?ticketKey=${operator}`,
  );
  return items.map(({ hash, provider }) => ({ hash, provider }));
}

/** Signs a fresh ticket for each offer and hands it in. `now` is the chain's clock in seconds. */
export async function renewTickets(options: {
  readonly api: string;
  readonly deployment: Deployment;
  readonly operator: PrivateKeyAccount;
  readonly offers: readonly ServedOffer[];
  readonly now: number;
  readonly log: Logger;
}): Promise<void> {
  const { api, deployment, operator, offers, now, log } = options;
  const until = now + TICKET_SECONDS;
  for (const { hash } of offers) {
    const signature = await operator.signTypedData({
      domain: marketDomain(deployment.chainId, deployment.market),
      types: ticketTypes,
      primaryType: 'Ticket',
      message: { resourceOfferHash: hash, until },
    });
    await postJson(`${api}/api/v1/tickets`, { resourceOfferHash: hash, until, signature });
    log.debug({ offer: hash, until }, 'ticket renewed');
  }
}
