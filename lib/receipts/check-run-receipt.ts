import { type Address, type Hex, recoverTypedDataAddress, sha256, type TypedData } from 'viem';
import { resultReceiptTypedData } from '../directory/receipts';
import { factsDigestOf, sealOf } from '../execution/result-digest';
import { dealIdOf, jobOfferHashOf, listHashOf, resourceOfferHashOf } from '../offers/offer-hash';
import { marketDomain, type ResultReceipt } from '../offers/offer-types';
import { jobOfferTypes, resourceOfferTypes } from '../offers/typed-data';
import { includesHex, sameHex } from '../shared/address';
import { type CheckedReceipt, ON_CHAIN, type ReceiptCheck, summed } from './checked-receipt';
import { type RunReceipt, runReceiptSchema, runReceiptTypedData } from './run-receipt';

/**
 * Checks a run receipt with nothing but itself: signatures (EIP-712) of buyer, provider and issuer,
 * the deal's id, that the result is the one that the seal in it hides, and that a directory of the job's
 * list signed this seal. That the seal is the provider's it cannot tell: both offers are public, so that
 * anybody can put a consistent receipt around outputs of their own. The chain can (compareWithChain).
 *
 * @param text a receipt's JSON; anything else is told as such, never thrown
 * @param files result files to compare, by path ("stdout", "out/x.png")
 */
export async function checkRunReceipt(
  text: string,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<CheckedReceipt> {
  const read = readReceipt(text);
  if ('problem' in read) {
    const form = { what: 'It is a receipt', holds: false, why: read.problem };
    return { receipt: undefined, ...summed([form]) };
  }
  const { receipt } = read;
  const checks = [
    { what: 'It is a receipt', holds: true, why: 'Every part is there and nothing else.' },
    await issuerCheck(receipt),
    ...(await offerChecks(receipt)),
    dealCheck(receipt),
    sealCheck(receipt),
    await directoryCheck(receipt),
    ...[...files].map(([path, bytes]) => fileCheck(receipt, path, bytes)),
  ];
  return { receipt, ...summed([...checks, chainToAsk(receipt)]) };
}

function chainToAsk({ chainId, market, dealId, transactions }: RunReceipt): ReceiptCheck {
  const posted = transactions.find(({ event }) => event === 'ResultPosted');
  return {
    what: ON_CHAIN,
    holds: null,
    why: `Not asked yet. On chain ${chainId}, the market ${market} must have logged ResultPosted for deal ${dealId} with this seal and fuel${posted ? `, in transaction ${posted.hash}` : ''}.`,
  };
}

function readReceipt(text: string): { receipt: RunReceipt } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'It is not JSON. A receipt is the file that a deal’s page gives out.' };
  }
  const parsed = runReceiptSchema.safeParse(value);
  if (parsed.success) return { receipt: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'the whole';
  return { problem: `It is not in the form of a receipt: ${place}: ${issue?.message}.` };
}

async function issuerCheck(receipt: RunReceipt): Promise<ReceiptCheck> {
  const { issuer, jobOffer, resourceOffer, signature } = receipt;
  const signed = await isSignedBy(issuer, { ...runReceiptTypedData(receipt), signature });
  const what = 'A party of the deal signed it as it is';
  if (!signed) {
    const why = `The signature is not ${issuer}’s, or a word was changed afterwards.`;
    return { what, holds: false, why };
  }
  const isBuyer = sameHex(issuer, jobOffer.offer.buyer);
  if (!isBuyer && !sameHex(issuer, resourceOffer.offer.provider)) {
    const why = `${issuer} signed it, who is neither buyer nor provider: anybody could have made it.`;
    return { what, holds: false, why };
  }
  const why = `${issuer}, ${isBuyer ? 'the buyer' : 'the provider'}, signed every word of it.`;
  return { what, holds: true, why };
}

async function offerChecks(receipt: RunReceipt): Promise<ReceiptCheck[]> {
  const { chainId, market, jobOffer, resourceOffer } = receipt;
  const domain = marketDomain(chainId, market);
  const { buyer } = jobOffer.offer;
  const { provider } = resourceOffer.offer;
  const [byBuyer, byProvider] = await Promise.all([
    isSignedBy(buyer, {
      domain,
      types: jobOfferTypes,
      primaryType: 'JobOffer',
      message: jobOffer.offer,
      signature: jobOffer.signature,
    }),
    isSignedBy(provider, {
      domain,
      types: resourceOfferTypes,
      primaryType: 'ResourceOffer',
      message: resourceOffer.offer,
      signature: resourceOffer.signature,
    }),
  ]);
  const why = (who: Address, holds: boolean) =>
    holds
      ? `Signed with ${who}’s key for this market.`
      : `Not signed with ${who}’s key. A contract wallet’s signature can only be checked on chain.`;
  return [
    { what: 'The buyer signed the job', holds: byBuyer, why: why(buyer, byBuyer) },
    {
      what: 'The provider signed its offer',
      holds: byProvider,
      why: why(provider, byProvider),
    },
  ];
}

function dealCheck({ chainId, market, ...receipt }: RunReceipt): ReceiptCheck {
  const { dealId, attempt, jobOffer, resourceOffer } = receipt;
  const jobOfferHash = jobOfferHashOf(jobOffer.offer);
  const resourceOfferHash = resourceOfferHashOf(resourceOffer.offer);
  const computed = dealIdOf({ chainId, market, jobOfferHash, resourceOfferHash, attempt });
  const holds = sameHex(computed, dealId);
  return {
    what: 'The deal is of these two offers',
    holds,
    why: holds
      ? 'The deal’s id is the hash of chain, market, both offers and the attempt.'
      : `These offers make deal ${computed}.`,
  };
}

function sealCheck({ dealId, jobOffer, resourceOffer, post, result }: RunReceipt): ReceiptCheck {
  const { salt, ...facts } = result;
  const digest = factsDigestOf(salt, { ...facts, fuelUsed: post.fuelUsed }, jobOffer.offer.engine);
  const seal = sealOf(dealId, resourceOffer.offer.provider, digest, post.fuelUsed);
  const holds = sameHex(seal, post.seal);
  return {
    what: 'The result is the one that its seal hides',
    holds,
    why: holds
      ? `Outputs, status and fuel give the digest ${digest}, and with it the seal that the receipt names.`
      : `These outputs would have been sealed as ${seal}.`,
  };
}

/** The directory recomputed the seal from the files before it signed: nobody else can make that up. */
async function directoryCheck(receipt: RunReceipt): Promise<ReceiptCheck> {
  const { chainId, market, dealId, post, jobOffer, directoryReceipt } = receipt;
  const what = 'A directory that the buyer chose had the result';
  if (!directoryReceipt) {
    const why =
      'The receipt carries no directory’s signature: the result was posted without one, or whoever issued this left it out.';
    return { what, holds: null, why };
  }
  const { directory, heldUntil, signature, jobDirectories } = directoryReceipt;
  if (!sameHex(listHashOf(jobDirectories), jobOffer.offer.directoriesHash)) {
    return { what, holds: false, why: 'The list of directories is not the one of the job.' };
  }
  if (!includesHex(jobDirectories, directory)) {
    return { what, holds: false, why: `${directory} is not on the job’s list of directories.` };
  }
  const message = { dealId, seal: post.seal, fuelUsed: post.fuelUsed, heldUntil } as ResultReceipt;
  const typed = resultReceiptTypedData(marketDomain(chainId, market), message);
  const holds = await isSignedBy(directory, { ...typed, message: { ...message }, signature });
  return {
    what,
    holds,
    why: holds
      ? `${directory} recomputed this seal and fuel from the result’s files, and signed them.`
      : `The signature is not ${directory}’s over this deal, seal and fuel.`,
  };
}

function fileCheck({ result }: RunReceipt, path: string, bytes: Uint8Array): ReceiptCheck {
  const what = `${path} is of this result`;
  const told = result.outputs.find((output) => output.path === path);
  if (!told) return { what, holds: false, why: 'The receipt names no such file.' };
  const holds = sameHex(sha256(bytes), told.sha256) && bytes.length === told.size;
  const why = holds ? `Its SHA-256 is ${told.sha256}.` : `Its SHA-256 is not ${told.sha256}.`;
  return { what, holds, why };
}

interface Signed {
  readonly domain: ReturnType<typeof marketDomain>;
  readonly types: TypedData;
  readonly primaryType: string;
  readonly message: Record<string, unknown>;
  readonly signature: Hex;
}

async function isSignedBy(who: Address, signed: Signed): Promise<boolean> {
  try {
    const { signature, ...data } = signed;
    return sameHex(
      await recoverTypedDataAddress({ ...(data as never as object), signature } as never),
      who,
    );
  } catch {
    // No signature at all: too short, or of no point on the curve.
    return false;
  }
}
