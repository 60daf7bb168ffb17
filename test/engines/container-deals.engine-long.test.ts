import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex, PrivateKeyAccount } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outcomeNameOf, STAGE } from '@/lib/chain/deal-facts';
import { engineIdOf, OCI_ENGINE } from '@/lib/execution/engine-id';
import { FUEL_PER_SECOND } from '@/lib/execution/oci/oci-engine';
import { ociRunner } from '@/lib/execution/oci/oci-runner.server';
import { readResultFiles } from '@/lib/execution/result-files';
import { imageDigestOf } from '@/lib/modules/oci-manifest';
import { longestDeal } from '@/lib/offers/deal-windows';
import { takesModule } from '@/lib/offers/module-class';
import { VERIFICATION, type Verification } from '@/lib/offers/offer-types';
import { placeJobOffer } from '@/lib/offers/place-job-offer.client';
import { getJson, postJson } from '@/lib/shared/api.client';
import { signPublication } from '@/test/publish/draft-module';
import { depositTokens } from '@/workers/runtime/deposit-tokens.service';
import { savedImage } from './built-image';
import { openContainerMarket, until } from './container-market';
import { containerModule } from './container-module';
import { ociJob, outputText } from './oci-job';
import { runJobCommand } from './run-job-command';
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

  it('certifies and publishes a module from the command line, as its author does', async () => {
    const folder = folderOf(checked);
    const keys = { AUTHOR_KEY_FILE: market.keyPath('providers', 'provider-3') };
    const out = join(folder, 'certificate.json');
    const certify = (key: string) =>
      runJobCommand(['certify', folder, '--out', out], {
        ...{ OCI_SOCKET: socketPath, CERTIFIER_KEY_FILE: key },
      });
    const publish = (...more: string[]) =>
      runJobCommand(['publish', folder, '--api', market.api, ...more], keys);
    try {
      // Somebody else's word is none of the author's.
      expect(await certify(market.keyPath('providers', 'provider-2'))).toMatchObject({ code: 0 });
      const foreign = await publish();
      expect(foreign.stderr).toContain(`is not signed by ${author.address}`);
      expect(foreign.code).toBe(65);
      const found = await certify(keys.AUTHOR_KEY_FILE);
      expect(found).toMatchObject({ code: 0, stderr: '' });
      const certificate = JSON.parse(readFileSync(out, 'utf8'));
      expect(certificate.body).toMatchObject({
        verdict: { class: 'B', differing: [] },
        subject: { moduleId: checked.id },
      });
      expect((await publish('--check')).stdout).toContain('checked: the market would take it');
      expect(await publish()).toMatchObject({
        ...{ code: 0, stderr: '' },
        stdout: expect.stringMatching(new RegExp(`^published: ${checked.id}\ncid: b`)),
      });
      expect((await publish()).stdout).toContain(`was published before: ${checked.id}`);
      const kept = await getJson(`${market.api}/api/v1/modules/${checked.id}/certificate`);
      expect(kept).toEqual(certificate);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 900_000);

  it('says from the command line what is wrong with an image, and how to save it', async () => {
    const folder = folderOf(loose);
    const key = market.keyPath('providers', 'provider-3');
    try {
      const archive = savedImage(
        engine as TestEngine,
        await named(loose),
        '--format',
        'oci-archive',
      );
      writeFileSync(join(folder, 'image.tar'), archive);
      const refused = await runJobCommand(['publish', folder, '--api', market.api], {
        AUTHOR_KEY_FILE: key,
      });
      expect(refused.stderr).toContain('podman save --format docker-archive -o image.tar ID');
      expect(refused.code).toBe(65);
      writeFileSync(
        join(folder, 'image.tar'),
        savedImage(engine as TestEngine, await named(loose)),
      );
      const checkedNow = await runJobCommand(['publish', folder, '--check'], {});
      expect(checkedNow).toMatchObject({ code: 0, stderr: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);

  it('publishes a module that nobody can check without running it', async () => {
    await publish(loose);
    const list = await getJson<{ items: { id: Hex; manifest: { class: string } }[] }>(
      `${market.api}/api/v1/modules`,
    );
    const classOf = (id: Hex) => list.items.find((item) => item.id === id)?.manifest.class;
    expect([classOf(checked.id), classOf(loose.id)]).toEqual(['B', 'none']);
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

  /** A module's files where its author has them, the manifest as people write it. */
  function folderOf({ files, manifest }: Module): string {
    const folder = mkdtempSync(join(tmpdir(), 'reckon-module-'));
    for (const [path, bytes] of files) writeFileSync(join(folder, path), bytes);
    writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return folder;
  }

  /** Its image's id, known to the engine. */
  async function named({ manifest, files }: Module): Promise<string> {
    await runner.run(ociJob(manifest, files.get('image.tar')));
    return imageDigestOf(manifest);
  }

  async function publish({ files }: Module) {
    const { deployment, directory, api } = market;
    await directory.putContent(files);
    const where = [deployment.chainId, deployment.market] as const;
    const publication = await signPublication(files, author, [...where]);
    await postJson(`${api}/api/v1/modules`, publication);
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
