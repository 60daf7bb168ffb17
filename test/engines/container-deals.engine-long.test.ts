import type { Hex, PrivateKeyAccount } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outcomeNameOf, STAGE } from '@/lib/chain/deal-facts';
import { engineIdOf, OCI_ENGINE } from '@/lib/execution/engine-id';
import { FUEL_PER_SECOND } from '@/lib/execution/oci/oci-engine';
import { ociRunner } from '@/lib/execution/oci/oci-runner.server';
import { readResultFiles } from '@/lib/execution/result-files';
import { longestDeal } from '@/lib/offers/deal-windows';
import { takesModule } from '@/lib/offers/module-class';
import { VERIFICATION, type Verification } from '@/lib/offers/offer-types';
import { placeJobOffer } from '@/lib/offers/place-job-offer.client';
import { getJson, postJson } from '@/lib/shared/api.client';
import { signPublication } from '@/test/publish/draft-module';
import { depositTokens } from '@/workers/runtime/deposit-tokens.service';
import { openContainerMarket, until } from './container-market';
import { certifiedBy, containerModule } from './container-module';
import { outputText } from './oci-job';
import { startPodman, type TestEngine } from './start-engine';
import { describeEngine } from './when-present';

const engine = await startPodman();
const WINDOWS = { executionWindow: 120, reviewWindow: 60 };

type Module = Awaited<ReturnType<typeof containerModule>>;
type Item = {
  hash: Hex;
  state: string;
  submission: {
    offer: { modulesHash: Hex; fuelPrice: string };
    lists: { engines: Hex[]; modules?: Hex[] };
  };
};

/** Through the market's own doors: published, offered by the agent, bought, matched, run, settled. */
describeEngine('podman', 'missing' in engine ? engine.missing : undefined, () => {
  const { socketPath, stop } = engine as TestEngine;
  const runner = ociRunner({ socketPath, owner: 'author' });
  let market: Awaited<ReturnType<typeof openContainerMarket>>;
  let [checked, loose]: [Module, Module] = [undefined as never, undefined as never];
  let [author, buyer]: [PrivateKeyAccount, PrivateKeyAccount] = [
    undefined as never,
    undefined as never,
  ];

  beforeAll(async () => {
    checked = await containerModule({ class: 'B' });
    loose = await containerModule({ class: 'none', title: 'Nobody checks it' });
    market = await openContainerMarket(socketPath, [checked.id, loose.id]);
    [author, buyer] = await Promise.all([
      market.key('providers', 'provider-3'),
      market.key('providers', 'provider-2'),
    ]);
    await depositTokens(market.senderOf(buyer), market.deployment, 5_000_000_000n);
  }, 600_000);
  afterAll(async () => {
    await market?.stop();
    await stop();
  });

  it('publishes modules in containers, one with its author’s certificate, without running them', async () => {
    const certificate = await certifiedBy(author, checked, runner);
    expect(certificate.body.verdict).toEqual({ class: 'B', differing: [] });
    await publish(checked, certificate);
    await publish(loose);
    const list = await getJson<{ items: { id: Hex; manifest: { class: string } }[] }>(
      `${market.api}/api/v1/modules`,
    );
    const classOf = (id: Hex) => list.items.find((item) => item.id === id)?.manifest.class;
    expect([classOf(checked.id), classOf(loose.id)]).toEqual(['B', 'none']);
    const kept = await getJson(`${market.api}/api/v1/modules/${checked.id}/certificate`);
    expect(kept).toEqual(certificate);
  }, 300_000);

  it('sells a run that nobody checks: the agent’s own offer, matched and paid at its flat price', async () => {
    const { dealId, offer } = await buys(loose, VERIFICATION.none, 'none');
    const settled = await market.settle(dealId, ({ stage }) => stage === STAGE.Cleared);
    expect(outcomeNameOf(settled.outcome!)).toBe('Accepted');
    expect(settled.post?.fuelUsed).toBe(offer.fuelLimit);
    expect(await answerOf(dealId)).toBe('{"text":"none"}');
  }, 300_000);

  it('has a probed module checked by mediators who run the container again', async () => {
    const { dealId } = await buys(checked, VERIFICATION.B, 'checked');
    const settled = await market.settle(dealId, ({ stage }) =>
      [STAGE.Verdict1, STAGE.Cleared].some((one) => one === stage),
    );
    expect(outcomeNameOf(settled.outcome!)).toBe('Upheld');
    expect(await answerOf(dealId)).toBe('{"text":"checked"}');
  }, 400_000);

  async function publish({ files }: Module, certificate?: unknown) {
    const { deployment, directory, api } = market;
    await directory.putContent(files);
    const where = [deployment.chainId, deployment.market] as const;
    const publication = await signPublication(files, author, [...where]);
    const claim = certificate === undefined ? {} : { certificate };
    await postJson(`${api}/api/v1/modules`, { ...publication, ...claim });
  }

  /** The agent's own offer, once it is live: nobody signed it here. */
  function offerFor({ id, manifest }: Module): Promise<Item> {
    const module = { id, class: manifest.class, engine: engineIdOf(OCI_ENGINE) };
    return until('the agent’s offer', async () => {
      const { items } = await getJson<{ items: Item[] }>(`${market.api}/api/v1/resource-offers`);
      const found = items.find(
        ({ state, submission }) =>
          state === 'live' &&
          takesModule(
            { ...submission, lists: { modules: undefined, ...submission.lists } },
            module,
          ),
      );
      if (!found) throw new Error('no live offer takes the module');
      return found;
    });
  }

  /** Buys as the page does, and answers the deal once the agent has posted. */
  async function buys(module: Module, verification: Verification, text: string) {
    const { deployment, directory, api, now } = market;
    const { submission } = await offerFor(module);
    const expiry = (await now()) + 1_800;
    const court = deployment.courts[0]!.id;
    const { hash, offer } = await placeJobOffer({
      ...{ api, chainId: deployment.chainId, market: deployment.market },
      directory: directory.as({ signer: buyer }),
      inputSchema: module.manifest.inputs,
      job: { text },
      files: new Map(),
      draft: {
        ...{ moduleId: module.id, engine: engineIdOf(OCI_ENGINE) },
        resources: module.manifest.resources,
        fuelLimit: 20n * FUEL_PER_SECOND,
        ...{ maxBasePrice: 2_000n, maxFuelPrice: BigInt(submission.offer.fuelPrice) },
        protection:
          verification === VERIFICATION.none
            ? { verification, court, n: 0, theta: 1 }
            : { verification, court, n: 1, theta: 1, auditBps: 10_000 },
        directories: deployment.directories.map(({ address }) => address),
        ...WINDOWS,
        expiry,
      },
      heldUntil: expiry + longestDeal(WINDOWS, deployment.limits) + 3_600,
      missingDeposit: 0n,
      signer: {
        address: buyer.address,
        signJobOffer: (data) => buyer.signTypedData(data),
        signPermit: () => Promise.reject(new Error('the deposit is there')),
      },
    });
    const { dealId } = await market.deals.matched(hash);
    await market.deals.when(dealId, 'a post', ({ stage }) => stage > STAGE.Matched);
    return { dealId, offer };
  }

  async function answerOf(deal: Hex): Promise<string | undefined> {
    const own = market.directory.as({ signer: buyer });
    const [result] = await own.listResults(deal);
    const { engine: ran, execution } = readResultFiles((await own.getContent(result!.cid)).files);
    expect(ran).toBe(OCI_ENGINE);
    return outputText(execution, 'out/answer');
  }
});
