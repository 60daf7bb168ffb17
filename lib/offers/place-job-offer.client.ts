import type { Address, Hex } from 'viem';
import type { InputSchema } from '../modules/input-fields';
import { inputFilesOf, type Job, type JobFiles } from '../modules/job-inputs';
import { postJson } from '../shared/api.client';
import { draftJobOffer, type JobDraft } from './draft-job-offer';
import type { SignedPermit } from './match-item';
import { jobOfferHashOf } from './offer-hash';
import { nonceAt } from './offer-nonce';
import { type JobOffer, type MarketDomain, marketDomain } from './offer-types';
import { jobOfferTypes } from './typed-data';

/** Where a purchase stands; the last three come one after the other with the wallet open. */
export type PurchaseStep = 'packing' | 'uploading' | 'receipt' | 'offer' | 'permit' | 'posting';

/** What a buyer's wallet does. The permit is asked for only where the deposit has to grow. */
export type PurchaseSigner = {
  readonly address: Address;
  readonly signJobOffer: (data: JobOfferTypedData) => Promise<Hex>;
  readonly signPermit: (amount: bigint) => Promise<SignedPermit>;
};

export type JobOfferTypedData = ReturnType<typeof jobOfferTypedData>;

/** What buying needs of a directory: it takes the inputs, and signs that it holds them. */
export type InputsKeeper = {
  readonly putContent: (files: ReadonlyMap<string, Uint8Array>) => Promise<{ readonly id: Hex }>;
  readonly requestInputReceipt: (request: {
    moduleId: Hex;
    inputsId: Hex;
    buyer: Address;
    inputs: ReadonlyMap<string, Uint8Array>;
    heldUntil: number;
  }) => Promise<{
    readonly directory: Address;
    readonly heldUntil: number;
    readonly signature: Hex;
  }>;
};

export type Purchase = {
  readonly api: string;
  readonly chainId: number;
  readonly market: Address;
  readonly directory: InputsKeeper;
  readonly inputSchema: InputSchema;
  readonly job: Job;
  readonly files: JobFiles;
  readonly draft: Omit<JobDraft, 'buyer' | 'inputsId' | 'nonce'>;
  /** Until when inputs must be held (unix seconds): past the latest possible settlement. */
  readonly heldUntil: number;
  /** By how much the market deposit must grow first; 0n = not at all. */
  readonly missingDeposit: bigint;
  /** That of an earlier try, which may have been posted after all: only one of them is ever matched. */
  readonly nonce?: bigint | undefined;
  readonly signer: PurchaseSigner;
  readonly onStep?: (step: PurchaseStep) => void;
  /** Told the offer's hash once all is signed, before it is posted: a lost answer can be looked up. */
  readonly onSigned?: ((hash: Hex) => void) | undefined;
  /** The person waits no longer: what the wallet signs after that is never posted. */
  readonly signal?: AbortSignal | undefined;
};

/** A nonce that no other offer has. */
export function freshNonce(): bigint {
  return nonceAt(Date.now(), crypto.getRandomValues(new Uint8Array(3)));
}

/** The EIP-712 message of a job offer, as wallets take it. */
export function jobOfferTypedData(domain: MarketDomain, offer: JobOffer) {
  return { domain, types: jobOfferTypes, primaryType: 'JobOffer', message: offer } as const;
}

/**
 * Buys a run: packs the inputs with a fresh salt, uploads them, gets the directory's receipt, has the
 * offer (and a permit where the deposit must grow) signed, and posts it for solvers to match.
 *
 * @returns the offer's hash, by which the API tells what became of it
 * @throws JobProblemsError before anything is sent; ApiError with what to do; the wallet's own error
 *   when the user rejects; the signal's reason. Nothing is bought until the last step.
 */
export async function placeJobOffer(purchase: Purchase): Promise<{ hash: Hex; offer: JobOffer }> {
  const { directory, signer, draft, market, chainId, signal, onStep = () => {} } = purchase;
  onStep('packing');
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const inputs = inputFilesOf(purchase.inputSchema, purchase.job, purchase.files, salt);
  onStep('uploading');
  const { id: inputsId } = await directory.putContent(inputs);
  onStep('receipt');
  const {
    directory: holder,
    signature: receiptSignature,
    heldUntil,
  } = await directory.requestInputReceipt({
    moduleId: draft.moduleId,
    inputsId,
    buyer: signer.address,
    inputs,
    heldUntil: purchase.heldUntil,
  });
  const nonce = purchase.nonce ?? freshNonce();
  const { offer, lists } = draftJobOffer({ ...draft, buyer: signer.address, inputsId, nonce });
  onStep('offer');
  const signature = await unlessAborted(
    signal,
    signer.signJobOffer(jobOfferTypedData(marketDomain(chainId, market), offer)),
  );
  let permit: SignedPermit | undefined;
  if (purchase.missingDeposit > 0n) {
    onStep('permit');
    permit = await unlessAborted(signal, signer.signPermit(purchase.missingDeposit));
  }
  const hash = jobOfferHashOf(offer);
  purchase.onSigned?.(hash);
  onStep('posting');
  const inputReceipt = { directory: holder, heldUntil, signature: receiptSignature };
  await postJson(`${purchase.api}/api/v1/job-offers`, {
    offer,
    signature,
    lists,
    inputReceipt,
    permit,
  });
  return { hash, offer };
}

/** A wallet cannot be asked to hurry: its answer, or the signal's reason if that comes first. */
async function unlessAborted<T>(signal: AbortSignal | undefined, answer: Promise<T>): Promise<T> {
  if (!signal) return answer;
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
