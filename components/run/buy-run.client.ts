import type { Address } from 'viem';
import { DirectoryClient } from '@/lib/directory/directory.client';
import type { PublicConfig } from '@/lib/env/public-config';
import type { InputSchema, JobInputs } from '@/lib/modules/input-fields';
import type { Job } from '@/lib/modules/job-inputs';
import type { JobDraft } from '@/lib/offers/draft-job-offer';
import { marketDomain } from '@/lib/offers/offer-types';
import { type PurchaseStep, placeJobOffer } from '@/lib/offers/place-job-offer.client';
import { signPermit } from '@/lib/wallet/permit.client';
import { readBalances } from '@/lib/wallet/read-balances.client';
import type { WalletActions } from '@/lib/wallet/wallet-store.client';
import { keeperOf } from './give-module.client';

export interface BuyRun {
  config: PublicConfig;
  actions: WalletActions;
  buyer: Address;
  inputSchema: InputSchema;
  inputs: JobInputs;
  draft: Omit<JobDraft, 'buyer' | 'inputsId' | 'nonce'>;
  /** All that the buyer has to have deposited: V, the reserve and the solver's fee. */
  locked: bigint;
  /** Until when inputs must be held, unix seconds. */
  heldUntil: number;
  /** The same for every try to buy this run, so that a try that seemed to fail is not paid as well. */
  nonce: bigint;
  onStep: (step: PurchaseStep) => void;
  /** Told the offer's hash once it is signed, before it is posted. */
  onSigned: (hash: `0x${string}`) => void;
  /** Ends the waiting for the wallet; nothing is posted after it. */
  signal: AbortSignal;
}

/** The wallet holds less than the deposit has to grow by. */
export class TooLittleMoneyError extends Error {
  readonly missing: bigint;
  constructor(missing: bigint) {
    super('Your wallet holds too little for this run.');
    this.name = 'TooLittleMoneyError';
    this.missing = missing;
  }
}

/**
 * Buys a run with the connected wallet: at most two prompts (the offer, and a permit where the
 * deposit must grow), no gas. Answers the job offer's hash.
 */
export async function buyRun(run: BuyRun): Promise<`0x${string}`> {
  const { config, actions, buyer, draft } = run;
  const { chainId, rpcUrl, market, token, lens, directoryUrl } = config;
  if (!market || !token) throw new Error('The market is not deployed yet.');
  const balances = await readBalances({ rpcUrl, lens, account: buyer });
  const missing = run.locked > balances.available ? run.locked - balances.available : 0n;
  if (missing > balances.wallet) throw new TooLittleMoneyError(missing - balances.wallet);
  const files = new Map<string, Uint8Array>();
  for (const { name, file } of run.inputs.files) {
    files.set(name, new Uint8Array(await file.arrayBuffer()));
  }
  const { hash } = await placeJobOffer({
    api: '',
    chainId,
    market,
    directory: keeperOf(
      new DirectoryClient({ url: directoryUrl, domain: marketDomain(chainId, market) }),
    ),
    inputSchema: run.inputSchema,
    job: run.inputs.job as Job,
    files,
    draft,
    heldUntil: run.heldUntil,
    missingDeposit: missing,
    nonce: run.nonce,
    signer: {
      address: buyer,
      signJobOffer: (data) => actions.signTypedData(data as never),
      signPermit: (amount) =>
        signPermit(actions, { rpcUrl, chainId, lens, token, market, owner: buyer, amount }),
    },
    onStep: run.onStep,
    onSigned: run.onSigned,
    signal: run.signal,
  });
  return hash;
}
