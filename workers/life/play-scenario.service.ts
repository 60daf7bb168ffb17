import type { Hex, PrivateKeyAccount } from 'viem';
import { STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { CallRefusedError, type CallSender } from '../../lib/chain/send-call.server';
import type { DirectoryClient } from '../../lib/directory/directory.client';
import { engineIdOf } from '../../lib/execution/engine-id';
import { sealOf } from '../../lib/execution/result-digest';
import { type DealRunner, runDeal } from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import type { CatalogueModule } from '../../lib/modules/catalogue.server';
import { longestDeal } from '../../lib/offers/deal-windows';
import { VERIFICATION } from '../../lib/offers/offer-types';
import { type Purchase, placeJobOffer } from '../../lib/offers/place-job-offer.client';
import { buyerLockOf, dealValueOf } from '../../lib/offers/price';
import { sameHex, ZERO_BYTES32 } from '../../lib/shared/address';
import { getJson } from '../../lib/shared/api.client';
import { type BuyerWorld, fundBuyer, missingDeposit, purchaseSigner } from './buyer.server';
import type { Scenario } from './scenarios';

const EXECUTION_WINDOW = 30;
const REVIEW_WINDOW = 60;
const OFFER_SECONDS = 1_800;
const HOLD_SLACK = 3_600;
/** What a first buyer is ready to pay: well above the local providers. */
const MOST = { basePrice: 10_000n, fuelPrice: 2_000n };

export interface ScenarioWorld extends BuyerWorld {
  readonly directory: DirectoryClient;
  readonly modules: readonly CatalogueModule[];
  readonly providers: readonly `0x${string}`[];
  readonly gone: `0x${string}`;
  readonly runners: readonly DealRunner[];
  readonly setCheat: (provider: number, on: boolean) => Promise<void>;
  /** The deal as the chain tells it, once `isReached`; rejects when the process stops. */
  readonly waitForDeal: (
    dealId: Hex,
    isReached: (deal: DealRecord) => boolean,
  ) => Promise<DealRecord>;
  /** Rejects when the process stops. */
  readonly pause: (ms: number) => Promise<void>;
  /** The offer that an earlier start made for a scenario. */
  readonly offerOf: (scenario: string) => Hex | undefined;
  readonly keepOffer: (scenario: string, offerHash: Hex | undefined) => Promise<void>;
  readonly now: () => Promise<number>;
  readonly log: Logger;
}

/** Buys one run and lives through its deal to the end. */
export async function playScenario(
  world: ScenarioWorld,
  scenario: Scenario,
  buyer: PrivateKeyAccount,
  sender: CallSender,
): Promise<void> {
  const { log } = world;
  if (scenario.isCheat && typeof scenario.provider === 'number') {
    await world.setCheat(scenario.provider, true);
  }
  const dealId = await startDeal(world, scenario, buyer);
  log.info({ scenario: scenario.name, dealId }, 'matched');
  const posted = await world.waitForDeal(dealId, (deal) => deal.stage > STAGE.Matched);
  if (scenario.isCheat && typeof scenario.provider === 'number') {
    await world.setCheat(scenario.provider, false);
  }
  await answer(world, scenario, buyer, sender, posted).catch((err: unknown) => {
    // Somebody was faster, or a window is over: the deal goes its way without the buyer's answer.
    if (!(err instanceof CallRefusedError)) throw err;
    log.warn({ scenario: scenario.name, reason: err.problem.name }, err.message);
  });
  const settled = await world.waitForDeal(dealId, (deal) => deal.stage === STAGE.Settled);
  log.info({ scenario: scenario.name, dealId, outcome: settled.outcome }, 'settled');
}

/** Goes on with the offer of an earlier start, unless that can no longer become a deal. */
async function startDeal(
  world: ScenarioWorld,
  scenario: Scenario,
  buyer: PrivateKeyAccount,
): Promise<Hex> {
  const { name } = scenario;
  for (;;) {
    let offerHash = world.offerOf(name);
    if (!offerHash) {
      offerHash = await buy(world, scenario, buyer);
      await world.keepOffer(name, offerHash);
      world.log.info({ scenario: name, offerHash }, 'offered');
    }
    const dealId = await waitForMatch(world, offerHash);
    if (dealId) return dealId;
    await world.keepOffer(name, undefined);
  }
}

async function buy(world: ScenarioWorld, scenario: Scenario, buyer: PrivateKeyAccount) {
  const { deployment, providers, gone, log } = world;
  const module = world.modules.find(({ manifest }) => manifest.name === scenario.module);
  const court = deployment.courts[0];
  if (!module || !court) throw new Error(`Nothing to buy for ${scenario.name}`);
  const { theta, n, auditBps, provider } = scenario;
  const { manifest, example } = module;
  const fuelLimit = BigInt(manifest.fuelLimit);
  const value = dealValueOf(MOST, fuelLimit);
  const needed = buyerLockOf({ value, theta, n, isVerified: true }, 0n) + value;
  await fundBuyer(world, buyer, needed);
  const now = await world.now();
  const windows = { executionWindow: EXECUTION_WINDOW, reviewWindow: REVIEW_WINDOW };
  const chosen =
    provider === 'gone' ? gone : provider === undefined ? undefined : providers[provider];
  const purchase: Purchase = {
    api: world.api,
    chainId: deployment.chainId,
    market: deployment.market,
    directory: world.directory,
    inputSchema: manifest.inputs,
    job: scenario.job ?? example.job,
    files: scenario.files ?? example.files,
    draft: {
      moduleId: module.id,
      engine: engineIdOf(manifest.engine),
      resources: manifest.resources,
      fuelLimit,
      maxBasePrice: MOST.basePrice,
      maxFuelPrice: MOST.fuelPrice,
      protection: { verification: VERIFICATION.A, court: court.id, n, theta, auditBps },
      directories: deployment.directories.map(({ address }) => address),
      providers: chosen && [chosen],
      ...windows,
      attempts: provider === 'gone' ? 1 : 3,
      expiry: now + OFFER_SECONDS,
    },
    heldUntil: now + OFFER_SECONDS + longestDeal(windows, deployment.limits) + HOLD_SLACK,
    missingDeposit: await missingDeposit(world, buyer, needed),
    signer: purchaseSigner(world, buyer),
    onStep: (step) => log.debug({ scenario: scenario.name, step }, 'buying'),
  };
  return (await placeJobOffer(purchase)).hash;
}

/** The offer's deal; undefined where it ended without one. */
async function waitForMatch(world: ScenarioWorld, offerHash: Hex): Promise<Hex | undefined> {
  for (;;) {
    const { deals, state } = await getJson<{
      deals: readonly Hex[];
      state: { readonly kind: string };
    }>(`${world.api}/api/v1/job-offers/${offerHash}`);
    const dealId = deals.at(-1);
    if (dealId) return dealId;
    if (state.kind !== 'open') return undefined;
    await world.pause(1_000);
  }
}

async function answer(
  world: ScenarioWorld,
  scenario: Scenario,
  buyer: PrivateKeyAccount,
  sender: CallSender,
  deal: DealRecord,
): Promise<void> {
  if (!deal.post) return;
  switch (scenario.afterwards) {
    case 'wait':
      return;
    case 'accept': {
      const cleared = await world.waitForDeal(deal.dealId, (d) => d.stage !== STAGE.Posted);
      if (cleared.stage !== STAGE.Cleared || !cleared.post) return;
      const { dealId, packedTerms: terms, post } = cleared;
      await sender.send({
        functionName: 'accept',
        args: [{ dealId, terms, post, secret: ZERO_BYTES32, signature: '0x' }],
      });
      return;
    }
    case 'check':
      if (await isRight(world, buyer, deal)) return;
      return dispute(sender, await world.waitForDeal(deal.dealId, isDisputable));
    case 'grudge':
      return dispute(sender, await world.waitForDeal(deal.dealId, isDisputable));
  }
}

/** Drawn or cleared: a dispute at the same moment as the draw would be refused. */
const isDisputable = (deal: DealRecord) => deal.stage > STAGE.Posted;

async function dispute(sender: CallSender, deal: DealRecord): Promise<void> {
  if (!deal.post || deal.case) return;
  await sender.send({ functionName: 'dispute', args: [deal.dealId, deal.packedTerms, deal.post] });
}

/** Re-executes the job and compares the seal that its provider would have made of it. */
async function isRight(
  world: ScenarioWorld,
  buyer: PrivateKeyAccount,
  deal: DealRecord,
): Promise<boolean> {
  const reader = world.directory.as({ signer: buyer });
  const content = (cid: string) => reader.getContent(cid);
  const run = await runDeal(deal, { content, runners: world.runners });
  const seal = sealOf(deal.dealId, deal.terms.provider, run.resultDigest, run.fuelUsed);
  return deal.post !== undefined && sameHex(seal, deal.post.seal);
}
