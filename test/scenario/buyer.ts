import { fileURLToPath } from 'node:url';
import type { Hex, PrivateKeyAccount } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { type AccountBalances, readAccount } from '../../lib/chain/market.server';
import { type CallSender, createSender } from '../../lib/chain/send-call.server';
import type { DirectoryClient } from '../../lib/directory/directory.client';
import { engineIdOf } from '../../lib/execution/engine-id';
import type { Execution } from '../../lib/execution/execution';
import { sealOf } from '../../lib/execution/result-digest';
import { readResultFiles } from '../../lib/execution/result-files';
import { runDeal } from '../../lib/execution/run-deal.service';
import { wasmRunner } from '../../lib/execution/wasm-runner.server';
import type { CatalogueModule } from '../../lib/modules/catalogue.server';
import type { Job, JobFiles } from '../../lib/modules/job-inputs';
import { longestDeal } from '../../lib/offers/deal-windows';
import type { JobDraft } from '../../lib/offers/draft-job-offer';
import { type JobOffer, VERIFICATION } from '../../lib/offers/offer-types';
import {
  type Purchase,
  type PurchaseStep,
  placeJobOffer,
} from '../../lib/offers/place-job-offer.client';
import { buyerLockOf, dealValueOf } from '../../lib/offers/price';
import { sameHex, ZERO_BYTES32 } from '../../lib/shared/address';
import {
  type BuyerWorld,
  fundBuyer,
  missingDeposit,
  purchaseSigner,
} from '../../workers/life/buyer.server';
import { depositTokens } from '../../workers/runtime/deposit-tokens.service';

/** What a buyer is ready to pay: well above the local providers. */
const MOST = { basePrice: 10_000n, fuelPrice: 10_000n };
const JOB_CHILD = fileURLToPath(new URL('../../dist/job-child.js', import.meta.url));
const OFFER_SECONDS = 1_800;
/** Tests move the chain's clock ahead of the directory's. */
const HOLD_SLACK = 6 * 3_600;

/** One purchase in a test's words; the rest has defaults that fit a busy machine. */
export interface Wish {
  readonly module: CatalogueModule;
  readonly job?: Job;
  readonly files?: JobFiles;
  /** Providers that may run it; any if left out. */
  readonly from?: readonly PrivateKeyAccount[];
  readonly theta?: number;
  readonly n?: number;
  /** 10,000: surely audited. Else the least that deters. */
  readonly auditBps?: number;
  readonly fuelLimit?: bigint;
  readonly executionWindow?: number;
  readonly reviewWindow?: number;
  readonly attempts?: number;
  readonly expiresIn?: number;
  /** false: no permit, whatever the deposit lacks. */
  readonly pays?: boolean;
  readonly draft?: Partial<JobDraft>;
  readonly onStep?: (step: PurchaseStep) => void;
}

export interface Placed {
  readonly hash: Hex;
  readonly offer: JobOffer;
}

/** A buyer with a fresh key, who buys as the Run page does and answers by its own transactions. */
export class Buyer {
  readonly account: PrivateKeyAccount;
  readonly sender: CallSender;
  readonly #world: BuyerWorld;
  readonly #directory: DirectoryClient;

  constructor(world: BuyerWorld, directory: DirectoryClient, account: PrivateKeyAccount) {
    this.#world = world;
    this.#directory = directory;
    this.account = account;
    this.sender = createSender({ access: world.access, account, pollingMs: 200 });
  }

  async buys(wish: Wish): Promise<Placed> {
    return placeJobOffer(await this.purchaseOf(wish));
  }

  /** Everything that a purchase needs, to be changed before it is placed. */
  async purchaseOf(wish: Wish): Promise<Purchase> {
    const { module, theta = 40, n = 1, auditBps, pays = true } = wish;
    const { deployment, access, api } = this.#world;
    const { manifest, example } = module;
    const court = deployment.courts[0];
    if (!court) throw new Error('The market has no court');
    const fuelLimit = wish.fuelLimit ?? BigInt(manifest.fuelLimit);
    const value = dealValueOf(MOST, fuelLimit);
    // A dispute needs a further V.
    const needed = buyerLockOf({ value, theta, n, isVerified: true }, 0n) + value;
    await this.funds(needed);
    const now = Number((await access.client.getBlock()).timestamp);
    const windows = {
      executionWindow: wish.executionWindow ?? 30,
      reviewWindow: wish.reviewWindow ?? 20,
    };
    return {
      api,
      chainId: deployment.chainId,
      market: deployment.market,
      directory: this.#directory,
      inputSchema: manifest.inputs,
      job: wish.job ?? example.job,
      files: wish.files ?? example.files,
      draft: {
        moduleId: module.id,
        engine: engineIdOf(manifest.engine),
        resources: manifest.resources,
        fuelLimit,
        maxBasePrice: MOST.basePrice,
        maxFuelPrice: MOST.fuelPrice,
        protection: { verification: VERIFICATION.A, court: court.id, n, theta, auditBps },
        directories: deployment.directories.map(({ address }) => address),
        providers: wish.from?.map(({ address }) => address),
        ...windows,
        attempts: wish.attempts ?? 3,
        expiry: now + (wish.expiresIn ?? OFFER_SECONDS),
        ...wish.draft,
      },
      heldUntil: now + OFFER_SECONDS + longestDeal(windows, deployment.limits) + HOLD_SLACK,
      missingDeposit: pays ? await missingDeposit(this.#world, this.account, needed) : 0n,
      signer: purchaseSigner(this.#world, this.account),
      onStep: wish.onStep ?? (() => {}),
    };
  }

  /** Visits the faucet where it has fewer tokens. */
  funds(amount: bigint): Promise<void> {
    return fundBuyer(this.#world, this.account, amount);
  }

  /** Puts the tokens of one faucet visit, at most, into the market. */
  async deposits(amount: bigint): Promise<void> {
    await this.funds(amount);
    await depositTokens(this.sender, this.#world.deployment, amount);
  }

  /** What it owns: tokens in its wallet and its account in the market. */
  async money(): Promise<AccountBalances & { readonly wallet: bigint; readonly total: bigint }> {
    const { access, deployment } = this.#world;
    const account = await readAccount(access, this.account.address);
    const wallet = await access.client.readContract({
      address: deployment.token,
      abi: testTokenAbi,
      functionName: 'balanceOf',
      args: [this.account.address],
    });
    return { ...account, wallet, total: wallet + account.available + account.locked };
  }

  async accepts({ dealId, packedTerms: terms, post }: DealRecord): Promise<void> {
    if (!post) throw new Error('Nothing was posted');
    const item = { dealId, terms, post, secret: ZERO_BYTES32, signature: '0x' } as const;
    await this.sender.send({ functionName: 'accept', args: [item] });
  }

  async disputes({ dealId, packedTerms, post }: DealRecord): Promise<void> {
    if (!post) throw new Error('Nothing was posted');
    await this.sender.send({ functionName: 'dispute', args: [dealId, packedTerms, post] });
  }

  /** Re-executes the job: whether the seal on chain is the one that its provider must have posted. */
  async finds(deal: DealRecord): Promise<'right' | 'wrong'> {
    const { dealId, terms, post } = deal;
    const content = (cid: string) => this.directory.getContent(cid);
    const run = await runDeal(deal, {
      content,
      runners: [wasmRunner({ childPath: JOB_CHILD })],
    });
    const seal = sealOf(dealId, terms.provider, run.resultDigest, run.fuelUsed);
    return post && sameHex(seal, post.seal) ? 'right' : 'wrong';
  }

  /** The result that the directory gives it: the provider's, or a seat's after a verdict. */
  async result(dealId: Hex, role: 'provider' | 'seat' = 'provider'): Promise<Execution> {
    const results = await this.directory.listResults(dealId);
    const found = results.find((result) => result.role === role);
    if (!found) throw new Error(`The directory has no result of a ${role} for ${dealId}`);
    return readResultFiles((await this.directory.getContent(found.cid)).files).execution;
  }

  /** The directory, asked by this buyer. */
  get directory(): DirectoryClient {
    return this.#directory.as({ signer: this.account });
  }
}

/** Text of an execution's standard output. */
export function stdoutOf({ outputs }: Execution): string {
  return new TextDecoder().decode(outputs.find(({ path }) => path === 'stdout')?.bytes);
}
