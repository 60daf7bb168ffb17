import { type Address, type Hex, recoverTypedDataAddress, sha256, type TypedData } from 'viem';
import { factsDigestOf, sealOf } from '../execution/result-digest';
import { dealIdOf, jobOfferHashOf, resourceOfferHashOf } from '../offers/offer-hash';
import { marketDomain } from '../offers/offer-types';
import { jobOfferTypes, resourceOfferTypes } from '../offers/typed-data';
import { sameHex } from '../shared/address';
import { type RunReceipt, runReceiptSchema, runReceiptTypedData } from './run-receipt';

/** One thing that a receipt says, checked. */
export interface ReceiptCheck {
  readonly what: string;
  readonly holds: boolean;
  /** What was found, in words for a person. */
  readonly why: string;
}

export interface CheckedReceipt {
  /** Undefined where the text is no receipt. */
  readonly receipt: RunReceipt | undefined;
  readonly checks: readonly ReceiptCheck[];
  readonly isSound: boolean;
}

/**
 * Checks a run receipt with nothing but itself: signatures (EIP-712) of buyer, provider and issuer,
 * the deal's id, and that the result is the one that the provider's seal hides. That the seal stands on
 * chain, it cannot tell: the transactions say where to look.
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
    return { receipt: undefined, checks: [form], isSound: false };
  }
  const { receipt } = read;
  const checks = [
    { what: 'It is a receipt', holds: true, why: 'Every part is there and nothing else.' },
    await issuerCheck(receipt),
    ...(await offerChecks(receipt)),
    dealCheck(receipt),
    sealCheck(receipt),
    ...[...files].map(([path, bytes]) => fileCheck(receipt, path, bytes)),
  ];
  return { receipt, checks, isSound: checks.every(({ holds }) => holds) };
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
  const part = sameHex(issuer, jobOffer.offer.buyer)
    ? 'the buyer'
    : sameHex(issuer, resourceOffer.offer.provider)
      ? 'the provider'
      : 'no party of the deal';
  return {
    what: 'Its issuer signed it as it is',
    holds: signed,
    why: signed
      ? `${issuer}, ${part}, signed every word of it.`
      : `The signature is not ${issuer}’s, or a word was changed afterwards.`,
  };
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
    what: 'The result is the one that was sealed',
    holds,
    why: holds
      ? `Outputs, status and fuel give the digest ${digest}, and with it the provider’s seal.`
      : `These outputs would have been sealed as ${seal}.`,
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
