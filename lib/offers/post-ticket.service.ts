import { hashTypedData } from 'viem';
import { canonicalSignature, isSignedByKey } from '../chain/key-signature';
import { isOrderedToRest } from '../providers/resting-machine.query';
import type { OfferPorts, Posted } from './check-offer.service';
import { MAX_TICKET_SECONDS } from './deal-windows';
import { needsTicket, type TicketSubmission } from './match-item';
import { OfferRefusedError } from './offer-refused';
import { marketDomain } from './offer-types';
import { findResourceSubmission, upsertTicket } from './offers.repo';
import { ticketTypes } from './typed-data';

/**
 * Keeps a resource offer live for up to ten minutes. `isNew`: false when a newer ticket is there.
 * @throws {OfferRefusedError}
 */
export async function postTicket(ports: OfferPorts, given: TicketSubmission): Promise<Posted> {
  const { db, chainId, market, reader } = ports;
  const ticket = { ...given, signature: canonicalSignature(given.signature) };
  const hash = ticket.resourceOfferHash;
  const submission = await findResourceSubmission(db, hash);
  if (!submission) {
    const hint = 'Post the resource offer first, then its tickets.';
    throw new OfferRefusedError('unknown-offer', `No resource offer ${hash} is known here.`, hint);
  }
  if (!needsTicket(submission.offer)) {
    throw new OfferRefusedError(
      'bad-ticket',
      'This offer names no ticket key and needs no ticket.',
    );
  }
  const { ticketKey, provider } = submission.offer;
  if (await isOrderedToRest(db, ticketKey, provider)) {
    const message = `The provider of this offer has ordered the machine ${ticketKey} to take no deals.`;
    const hint = 'Send a pulse: its answer brings the order.';
    throw new OfferRefusedError('machine-rests', message, hint);
  }
  const now = await reader.now();
  if (ticket.until < now) {
    throw new OfferRefusedError('expired', `The ticket ended at ${ticket.until}; it is ${now}.`);
  }
  if (ticket.until > now + MAX_TICKET_SECONDS) {
    const message = `A ticket may reach ${MAX_TICKET_SECONDS} seconds ahead of chain time (${now}).`;
    throw new OfferRefusedError('bad-ticket', message);
  }
  const { until, resourceOfferHash } = ticket;
  const digest = hashTypedData({
    domain: marketDomain(chainId, market),
    types: ticketTypes,
    primaryType: 'Ticket',
    message: { resourceOfferHash, until },
  });
  if (!(await isSignedByKey(submission.offer.ticketKey, digest, ticket.signature))) {
    const message = `The ticket is not signed by the offer's ticket key ${submission.offer.ticketKey}.`;
    throw new OfferRefusedError('bad-signature', message);
  }
  return { hash, isNew: await upsertTicket(db, ticket, now) };
}
