import type { Address, Hex, PrivateKeyAccount } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import type { Logger } from '../../lib/log/logger.server';
import type { ResourceSubmission } from '../../lib/offers/match-item';
import { resourceOfferHashOf } from '../../lib/offers/offer-hash';
import { marketDomain } from '../../lib/offers/offer-types';
import type { ResourceOfferState } from '../../lib/offers/resource-offer-state';
import { ticketTypes } from '../../lib/offers/typed-data';
import { getJson, postJson } from '../../lib/shared/api.client';
import { ApiError } from '../../lib/shared/api-error';
import { within } from '../../lib/shared/in-time';
import type { Promised } from './refusal';

/**
 * How far ahead tickets are signed. The market allows ten minutes; but a ticket that was given cannot
 * be taken back, and a machine that is full or ill should be gone soon.
 */
const TICKET_SECONDS = 90;
/** A ticket with less than this left is renewed. */
const RENEW_BELOW = 60;
const PAGE = 200;
/** A server that never answers keeps no offer from its next round. */
const PATIENCE_MS = 15_000;

/** An offer that names this agent's key as its ticket key. */
export type ServedOffer = {
  readonly hash: Hex;
  readonly provider: Address;
  readonly state: ResourceOfferState;
  readonly submission: Promised;
  /** Seconds since 1970. */
  readonly postedAt: number;
};

/** What signing a ticket needs. `now` is the chain's clock in seconds. */
export interface TicketPorts {
  readonly api: string;
  readonly deployment: Deployment;
  readonly operator: PrivateKeyAccount;
  readonly now: number;
}

/** Publishes the agent's own offer; the API takes the same one any number of times. */
export async function publishOffer(api: string, submission: ResourceSubmission): Promise<Hex> {
  await postJson(`${api}/api/v1/resource-offers`, submission);
  return resourceOfferHashOf(submission.offer);
}

/**
 * Every offer that names this agent's key, of one provider or of any. Also those that can no longer
 * be matched: their last deals are still to be served.
 */
export async function findServedOffers(
  api: string,
  operator: Address,
  provider?: Address,
): Promise<ServedOffer[]> {
  const all: ServedOffer[] = [];
  const of = provider ? `&provider=${provider}` : '';
  let after = '';
  for (;;) {
    const { items, next } = await getJson<{ items: ServedOffer[]; next: string | null }>(
      `${api}/api/v1/resource-offers?ticketKey=${operator}${of}&all=true&limit=${PAGE}${after}`,
      within(PATIENCE_MS),
    );
    all.push(...items);
    if (next === null) return all;
    after = `&after=${encodeURIComponent(next)}`;
  }
}

/**
 * Whose offers an agent without a wallet serves, once and for all: who named its key first. Anybody
 * can sign an offer that names a key, and would otherwise sell this machine's work as their own.
 */
export function firstToName(offers: readonly ServedOffer[]): Address | undefined {
  const [first] = [...offers].sort((a, b) => a.postedAt - b.postedAt);
  return first?.provider;
}

/**
 * Keeps offers live: hands in a fresh ticket for each whose last one runs out. One that the API
 * refuses does not keep the others from theirs.
 *
 * @param tickets ends of the tickets handed in so far, by offer; kept by the caller
 */
export async function renewTickets(
  ports: TicketPorts,
  offers: readonly ServedOffer[],
  tickets: Map<Hex, number>,
  log: Logger,
): Promise<void> {
  for (const { hash, state } of offers.filter(canBeMatched)) {
    // A state of "off" says that the API has no ticket, whatever was handed in.
    const isFresh = state !== 'off' && (tickets.get(hash) ?? 0) > ports.now + RENEW_BELOW;
    if (isFresh) continue;
    try {
      tickets.set(hash, await handInTicket(ports, hash));
    } catch (err) {
      // It hears of the order itself with its next pulse.
      if (err instanceof ApiError && err.code === 'machine-rests') continue;
      log.warn({ err, offer: hash }, 'no ticket for this offer');
    }
  }
}

/** Whether an offer can be matched now or later: neither cancelled, used up nor expired. */
export function canBeMatched({ state }: Pick<ServedOffer, 'state'>): boolean {
  return state === 'live' || state === 'busy' || state === 'off';
}

/** Signs a ticket for an offer and hands it in. Answers its end in chain seconds. */
export async function handInTicket(ports: TicketPorts, hash: Hex): Promise<number> {
  const { api, deployment, operator, now } = ports;
  const until = now + TICKET_SECONDS;
  const signature = await operator.signTypedData({
    domain: marketDomain(deployment.chainId, deployment.market),
    types: ticketTypes,
    primaryType: 'Ticket',
    message: { resourceOfferHash: hash, until },
  });
  await postJson(
    `${api}/api/v1/tickets`,
    { resourceOfferHash: hash, until, signature },
    {},
    within(PATIENCE_MS),
  );
  return until;
}
