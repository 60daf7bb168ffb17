import { hashTypedData } from 'viem';
import { canonicalSignature } from '../chain/key-signature';
import {
  type OfferPorts,
  type Posted,
  refuseBadSignature,
  refuseExpired,
  refuseWrongLists,
} from './check-offer.service';
import { type ResourceSubmission, wrongResourceLists } from './match-item';
import { resourceOfferHashOf } from './offer-hash';
import { OfferRefusedError } from './offer-refused';
import { marketDomain } from './offer-types';
import { findResourceSubmission, insertResourceOffer } from './offers.repo';
import { refuseTooManyOpen } from './open-offer-limit';
import { openResourceOffersOf } from './resource-offers.query';
import { resourceOfferTypes } from './typed-data';

/**
 * Takes a provider's signed offer. @throws {OfferRefusedError} when it could never be matched
 */
export async function postResourceOffer(
  ports: OfferPorts,
  given: ResourceSubmission,
): Promise<Posted> {
  const { db, reader } = ports;
  const submission = { ...given, signature: canonicalSignature(given.signature) };
  const { offer } = submission;
  const hash = resourceOfferHashOf(offer);
  if (await findResourceSubmission(db, hash)) return { hash, isNew: false };
  const now = await reader.now();
  refuseExpired(offer.expiry, now);
  refuseWrongLists(wrongResourceLists(submission));
  refuseTooDear(offer);
  const uses = await reader.resourceUses(offer.provider, offer.nonce);
  if (uses.cancelled)
    throw new OfferRefusedError('cancelled', 'This offer was cancelled on chain.');
  if (uses.used >= offer.total) {
    const message = `The nonce ${offer.nonce} had ${uses.used} of ${offer.total} deals already.`;
    throw new OfferRefusedError('nonce-used', message, 'Sign the offer again with a fresh nonce.');
  }
  const digestOn = (chainId: number) =>
    hashTypedData({
      domain: marketDomain(chainId, ports.market),
      types: resourceOfferTypes,
      primaryType: 'ResourceOffer',
      message: offer,
    });
  await refuseBadSignature(ports, 'provider', offer.provider, digestOn, submission.signature);
  refuseTooManyOpen(await openResourceOffersOf(db, offer.provider, now), 'provider', now);
  return { hash, isNew: await insertResourceOffer(db, hash, submission) };
}

/** A deal costs its base price at least: above the largest deal none can be made. */
function refuseTooDear({ basePrice, maxValue }: ResourceSubmission['offer']): void {
  if (basePrice <= maxValue) return;
  const message = `A run costs ${basePrice} at least, and the offer takes no deal above ${maxValue}: nothing could be matched.`;
  const hint = 'Sign one with a lower basePrice, or a higher maxValue.';
  throw new OfferRefusedError('bad-terms', message, hint);
}
