import { join } from 'node:path';
import type { Hex } from 'viem';
import { z } from 'zod';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { ensureKeyFile, readKeyFile } from '../../lib/chain/key-file.server';
import { openMarket } from '../../lib/chain/market.server';
import { readDeployment } from '../../lib/chain/market-access.server';
import { createSender } from '../../lib/chain/send-call.server';
import { DirectoryClient } from '../../lib/directory/directory.client';
import { httpUrl, path } from '../../lib/env/fields';
import { wasmRunner } from '../../lib/execution/wasm-runner.server';
import { loadCatalogue } from '../../lib/modules/catalogue.server';
import { marketDomain } from '../../lib/offers/offer-types';
import { getJson, postJson } from '../../lib/shared/api.client';
import { bytes32Field } from '../../lib/shared/json-fields';
import { retry, sleep } from '../runtime/retry';
import { runWorker } from '../runtime/run-worker';
import { openStateFolder } from '../runtime/state-folder';
import { fundBuyer } from './buyer.server';
import { publishGoneProvider } from './gone-provider.server';
import { playScenario, type ScenarioWorld } from './play-scenario.service';
import { SCENARIOS } from './scenarios';

const POLL_MS = 1_000;
/** Between two purchases, so that the machines of a laptop are not all asked at once. */
const STAGGER_MS = 4_000;
const PROVIDERS = ['provider-1', 'provider-2', 'provider-3'];
const GONE_FUNDS = 500_000_000n;

const schema = z.object({
  KEYS_DIR: path,
  STATE_DIR: path,
  API_URL: httpUrl,
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
});

const doneSchema = z.object({ names: z.array(z.string()) });
const offersSchema = z.object({ hashes: z.record(z.string(), bytes32Field) });

/** Makes the first deals of a local market, each by a buyer of its own. Goes on after a restart. */
void runWorker('life', schema, async ({ env, log, signal }) => {
  const deployment = await readDeployment(env.DEPLOYMENT_FILE);
  const { chainId, market, block } = deployment;
  const access = await openMarket({ rpcUrl: env.RPC_URL, chainId, market });
  const home = deployment.directories[0];
  if (!home) throw new Error('The deployment names no directory');
  const directory = new DirectoryClient({
    url: home.url,
    directory: home.address,
    domain: marketDomain(chainId, market),
  });
  const key = (...name: string[]) => ensureKeyFile(`${join(env.KEYS_DIR, ...name)}.key`);
  const wallets = await Promise.all(
    PROVIDERS.map((name) => readKeyFile(join(env.KEYS_DIR, 'providers', `${name}.key`))),
  );
  const state = await openStateFolder(env.STATE_DIR);
  const world = { access, deployment, api: env.API_URL };
  const now = async () => Number((await access.client.getBlock()).timestamp);
  const patiently = <T>(what: string, action: () => Promise<T>) =>
    retry(action, { what, signal, log, minMs: 1_000, maxMs: 5_000, tries: 60 });

  await patiently('waiting for providers', async () => {
    const { items } = await getJson<{ items: { provider: string }[] }>(
      `${env.API_URL}/api/v1/resource-offers`,
    );
    const known = items.map(({ provider }) => provider.toLowerCase());
    const missing = wallets.filter(({ address }) => !known.includes(address.toLowerCase()));
    if (missing.length > 0) throw new Error(`${missing.length} providers have no offer yet`);
  });
  const goneWallet = await key('providers', 'gone');
  await patiently('funding', () => fundBuyer(world, goneWallet, GONE_FUNDS));
  const gone = await patiently('publishing the provider that goes', async () =>
    publishGoneProvider({
      world,
      wallet: goneWallet,
      sender: createSender({ access, account: goneWallet, signal }),
      state: await openStateFolder(join(env.STATE_DIR, 'gone')),
      now: await now(),
      log,
    }),
  );

  const feed = createDealFeed({ access, fromBlock: BigInt(block), filter: { all: true } });
  let polling: Promise<unknown> | undefined;
  /** One poll at a time, however many scenarios wait. */
  const poll = () => {
    polling ??= feed.poll().finally(() => {
      polling = undefined;
    });
    return polling;
  };
  const waitForDeal = async (dealId: Hex, isReached: (deal: DealRecord) => boolean) => {
    for (;;) {
      signal.throwIfAborted();
      await patiently('reading deals', poll);
      const deal = feed.deals().get(dealId);
      if (deal && isReached(deal)) return deal;
      await sleep(POLL_MS, signal);
    }
  };
  const offers: Record<string, Hex> = { ...(await state.read('offers', offersSchema))?.hashes };
  const scenarioWorld: ScenarioWorld = {
    ...world,
    directory,
    modules: await loadCatalogue(),
    providers: wallets.map(({ address }) => address),
    gone,
    runners: [wasmRunner()],
    waitForDeal,
    now,
    log,
    pause: async (ms) => {
      await sleep(ms, signal);
      signal.throwIfAborted();
    },
    offerOf: (scenario) => offers[scenario],
    keepOffer: async (scenario, offerHash) => {
      if (offerHash) offers[scenario] = offerHash;
      else delete offers[scenario];
      await state.write('offers', { hashes: offers });
    },
    setCheat: async (provider, on) => {
      const name = PROVIDERS[provider] ?? '';
      await postJson(`${env.API_URL}/api/v1/local/cheat`, { provider: name, on });
    },
  };

  const done = new Set((await state.read('done', doneSchema))?.names);
  const playing: Promise<void>[] = [];
  for (const scenario of SCENARIOS) {
    if (done.has(scenario.name)) continue;
    const buyer = await key('buyers', scenario.name);
    const sender = createSender({ access, account: buyer, signal });
    const play = async () => {
      await playScenario(scenarioWorld, scenario, buyer, sender);
      done.add(scenario.name);
      await state.write('done', { names: [...done] });
    };
    playing.push(play());
    await sleep(STAGGER_MS, signal);
  }
  const results = await Promise.allSettled(playing);
  const failed = results.filter(({ status }) => status === 'rejected');
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} first deals failed`);
  log.info({ deals: done.size }, 'the first deals are done');
});
