import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outcomeNameOf, STAGE } from '@/lib/chain/deal-facts';
import { engineIdOf, OCI_ENGINE } from '@/lib/execution/engine-id';
import { FUEL_PER_SECOND } from '@/lib/execution/oci/oci-engine';
import { readResultFiles } from '@/lib/execution/result-files';
import { inputFilesOf } from '@/lib/modules/job-inputs';
import type { OciManifest } from '@/lib/modules/oci-manifest';
import { longestDeal } from '@/lib/offers/deal-windows';
import { draftJobOffer } from '@/lib/offers/draft-job-offer';
import { draftResourceOffer } from '@/lib/offers/draft-resource-offer';
import { buildMatch } from '@/lib/offers/match-item';
import { jobOfferHashOf } from '@/lib/offers/offer-hash';
import { type CourtFacts, VERIFICATION, type Verification } from '@/lib/offers/offer-types';
import { freshNonce, jobOfferTypedData } from '@/lib/offers/place-job-offer.client';
import { resourceOfferTypes } from '@/lib/offers/typed-data';
import { ZERO_ADDRESS } from '@/lib/shared/address';
import { depositTokens } from '@/workers/runtime/deposit-tokens.service';
import { busyboxImage } from './busybox-image';
import { openContainerMarket, until } from './container-market';
import { OCI_MANIFEST, outputText, shell } from './oci-job';
import { startPodman, type TestEngine } from './start-engine';
import { describeEngine } from './when-present';

const engine = await startPodman();

describeEngine('podman', 'missing' in engine ? engine.missing : undefined, () => {
  const { socketPath, stop } = engine as TestEngine;
  let market: Awaited<ReturnType<typeof openContainerMarket>>;
  beforeAll(async () => {
    market = await openContainerMarket(socketPath);
  }, 600_000);
  afterAll(async () => {
    await market?.stop();
    await stop();
  });

  it('sells a run in a container that nobody checks: served by an agent, paid at its flat price', async () => {
    const { deal, offer, buyer } = await buys('none', VERIFICATION.none);
    const settled = await market.settle(deal, ({ stage }) => stage === STAGE.Cleared);
    expect(outcomeNameOf(settled.outcome!)).toBe('Accepted');
    expect(settled.post?.fuelUsed).toBe(offer.fuelLimit);
    const { engine: ran, execution } = await resultOf(deal, buyer);
    expect(ran).toBe(OCI_ENGINE);
    expect(execution).toMatchObject({ status: 'completed', exitCode: 0 });
    expect(outputText(execution, 'out/answer')).toBe('{"text":"none"}');
  }, 300_000);

  it('has a probed module checked by mediators who run the container again', async () => {
    const { deal } = await buys('checked', VERIFICATION.B);
    const settled = await market.settle(deal, ({ stage }) =>
      [STAGE.Verdict1, STAGE.Cleared].some((one) => one === stage),
    );
    expect(outcomeNameOf(settled.outcome!)).toBe('Upheld');
  }, 400_000);

  /** Signs both offers, matches them, and answers the deal once the agent has posted. */
  async function buys(text: string, verification: Verification) {
    const { deployment, domain, directory, senderOf, key, now } = market;
    const [wallet, buyer] = await Promise.all([
      key('providers', 'provider-1'),
      key('providers', 'provider-2'),
    ]);
    await depositTokens(senderOf(buyer), deployment, 5_000_000_000n);
    const module = await publish(verification === VERIFICATION.B ? 'B' : 'none');
    const court = deployment.courts[0] as CourtFacts;
    const directories = deployment.directories.map(({ address }) => address);
    const expiry = (await now()) + 3_600;
    const resource = draftResourceOffer({
      ...OCI_MANIFEST.resources,
      provider: wallet.address,
      ticketKey: ZERO_ADDRESS,
      engines: [engineIdOf(OCI_ENGINE)],
      modules: [module.id],
      courts: [court.id],
      directories,
      ...{ basePrice: 2_000n, fuelPrice: 800n, fuelPerSecond: FUEL_PER_SECOND },
      ...{ minExecutionWindow: 60, maxReviewWindow: deployment.limits.maxReviewWindow },
      ...{ maxValue: 50_000_000n, concurrent: 1, total: 10, expiry, nonce: freshNonce() },
    });
    const offered = { ...resource.offer, verifications: 1 << verification };
    const inputs = inputFilesOf(
      OCI_MANIFEST.inputs,
      { text },
      new Map(),
      crypto.getRandomValues(new Uint8Array(32)),
    );
    const { id: inputsId } = await directory.putContent(inputs);
    const windows = { executionWindow: 120, reviewWindow: 60 };
    const { offer, lists } = draftJobOffer({
      ...{ buyer: buyer.address, moduleId: module.id, inputsId, engine: engineIdOf(OCI_ENGINE) },
      ...{ resources: OCI_MANIFEST.resources, fuelLimit: 20n * FUEL_PER_SECOND, directories },
      ...{ maxBasePrice: 2_000n, maxFuelPrice: 800n, expiry, nonce: freshNonce(), ...windows },
      protection: { verification, court: court.id, n: 1, theta: 40, auditBps: 10_000 },
    });
    const receipt = await directory.as({ signer: buyer }).requestInputReceipt({
      ...{ moduleId: module.id, inputsId, buyer: buyer.address, inputs },
      heldUntil: expiry + longestDeal(windows, deployment.limits) + 3_600,
    });
    const sides = buildMatch({
      job: {
        ...{ offer, lists, signature: await buyer.signTypedData(jobOfferTypedData(domain, offer)) },
        inputReceipt: receipt,
      },
      resource: {
        ...{ offer: offered, lists: resource.lists },
        signature: await wallet.signTypedData({
          ...{ domain, types: resourceOfferTypes, primaryType: 'ResourceOffer', message: offered },
        }),
      },
      ...{ court, lane: 0, failed: [] },
    });
    const solver = senderOf(await key('solver'));
    // The agent deposits and the mediators join while this begins.
    await until('the match', () =>
      solver.send({ functionName: 'matchDeal', args: [sides.resource, sides.job] }),
    );
    const { dealId } = await market.deals.matched(jobOfferHashOf(offer));
    await market.deals.when(dealId, 'a post', ({ stage }) => stage > STAGE.Matched);
    return { deal: dealId, offer, buyer };
  }

  async function publish(own: OciManifest['class']) {
    const { archive, id } = await busyboxImage();
    const args = shell('cat /inputs/job.json > /outputs/answer');
    const manifest = { ...OCI_MANIFEST, class: own, args, image: { archive: 'image.tar', id } };
    const bytes = new TextEncoder().encode(JSON.stringify(manifest));
    return market.directory.putContent(
      new Map([
        ['manifest.json', bytes],
        ['image.tar', archive],
      ]),
    );
  }

  async function resultOf(deal: Hex, signer: Awaited<ReturnType<typeof buys>>['buyer']) {
    const own = market.directory.as({ signer });
    const [result] = await own.listResults(deal);
    return readResultFiles((await own.getContent(result!.cid)).files);
  }
});
