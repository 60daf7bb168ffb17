import { hashTypedData } from 'viem';
import { canonicalSignature } from '../chain/key-signature';
import { sameHex } from '../shared/address';
import {
  type OfferPorts,
  type Posted,
  refuseBadSignature,
  refuseExpired,
  refuseWrongLists,
} from './check-offer.service';
import { longestDeal } from './deal-windows';
import { openJobOffersOf } from './job-offers.query';
import { type JobSubmission, wrongJobLists } from './match-item';
import { jobOfferHashOf } from './offer-hash';
import { OfferRefusedError } from './offer-refused';
import { marketDomain } from './offer-types';
import { hasJobOffer, insertJobOffer } from './offers.repo';
import { refuseTooManyOpen } from './open-offer-limit';
import { inputReceiptTypes, jobOfferTypes } from './typed-data';

/**
 * Takes a signed job offer for solvers to match. Money is not looked at: it may come later.
 * @throws {OfferRefusedError} when it could never be matched
 */
export async function postJobOffer(ports: OfferPorts, given: JobSubmission): Promise<Posted> {
  const { db, reader } = ports;
  const submission = { ...given, signature: canonicalSignature(given.signature) };
  const { offer } = submission;
  const hash = jobOfferHashOf(offer);
  if (await hasJobOffer(db, hash)) return { hash, isNew: false };
  const now = await reader.now();
  refuseExpired(offer.expiry, now);
  refuseWrongLists(wrongJobLists(submission));
  const nonce = await reader.jobNonce(offer.buyer, offer.nonce);
  if (nonce.cancelled)
    throw new OfferRefusedError('cancelled', 'This offer was cancelled on chain.');
  if (nonce.used) {
    const message = `The nonce ${offer.nonce} is used by another job of this buyer.`;
    throw new OfferRefusedError('nonce-used', message, 'Sign the offer again with a fresh nonce.');
  }
  const digestOn = (chainId: number) =>
    hashTypedData({
      domain: marketDomain(chainId, ports.market),
      types: jobOfferTypes,
      primaryType: 'JobOffer',
      message: offer,
    });
  await refuseBadSignature(ports, 'buyer', offer.buyer, digestOn, submission.signature);
  await refuseBadReceipt(ports, submission, now);
  await refuseBadPermit(ports, submission, now);
  // Last, so that nobody can use up the room of another: these offers are all signed.
  refuseTooManyOpen(await openJobOffersOf(db, offer.buyer, now), 'buyer', now);
  return { hash, isNew: await insertJobOffer(db, hash, submission) };
}

async function refuseBadReceipt(
  { chainId, market, config, reader }: OfferPorts,
  { offer, lists, inputReceipt }: JobSubmission,
  now: number,
): Promise<void> {
  const { directory, heldUntil, signature } = inputReceipt;
  if (!lists.directories.some((listed) => sameHex(listed, directory))) {
    const message = `The directory ${directory} of the receipt is not on the offer's list.`;
    throw new OfferRefusedError('bad-receipt', message);
  }
  const needed = now + longestDeal(offer, config);
  if (heldUntil < needed) {
    const message = `The directory holds the inputs until ${heldUntil}, a deal may last until ${needed}.`;
    throw new OfferRefusedError('receipt-too-short', message, 'Ask it for a longer receipt.');
  }
  const { buyer, moduleId, inputsId } = offer;
  const digest = hashTypedData({
    domain: marketDomain(chainId, market),
    types: inputReceiptTypes,
    primaryType: 'InputReceipt',
    message: { buyer, moduleId, inputsId, heldUntil },
  });
  if (await reader.isSignedBy(directory, digest, signature)) return;
  const message = `No directory says that it holds this module and these inputs: the receipt is not ${directory}'s.`;
  const hint = 'Upload module and inputs to a directory and ask it for a receipt.';
  throw new OfferRefusedError('bad-receipt', message, hint);
}

async function refuseBadPermit(
  { reader }: OfferPorts,
  { offer, permit }: JobSubmission,
  now: number,
): Promise<void> {
  if (!permit) return;
  if (!sameHex(permit.owner, offer.buyer)) {
    throw new OfferRefusedError('bad-permit', 'The permit is not of the buyer.');
  }
  if (permit.deadline < BigInt(now)) {
    throw new OfferRefusedError('bad-permit', 'The permit has expired.', 'Sign a new permit.');
  }
  const problem = await reader.permitProblem(permit);
  if (problem) throw new OfferRefusedError('bad-permit', `The permit cannot be used: ${problem}`);
}
