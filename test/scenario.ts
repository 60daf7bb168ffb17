import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FsBlockstore } from 'blockstore-fs';
import { CID } from 'multiformats/cid';
import type { Hex, PrivateKeyAccount } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { STAGE } from '../lib/chain/deal-facts';
import type { DealRecord } from '../lib/chain/deal-fold';
import type { Deployment } from '../lib/chain/deployment';
import { readKeyFile, readKeyFolder } from '../lib/chain/key-file.server';
import { type MarketAccess, openMarket } from '../lib/chain/market.server';
import { readDeployment } from '../lib/chain/market-access.server';
import { type CallSender, createSender } from '../lib/chain/send-call.server';
import { cidOfId } from '../lib/content/content-id';
import { DirectoryClient } from '../lib/directory/directory.client';
import { type CatalogueModule, loadCatalogue } from '../lib/modules/catalogue.server';
import { marketDomain } from '../lib/offers/offer-types';
import { getJson } from '../lib/shared/api.client';
import { buildParts } from '../scripts/start/build.mjs';
import { deploymentFile, directoryUrl } from '../scripts/start/services.mjs';
import { type RunningStack, startStack } from '../scripts/start/stack.mjs';
import { retry } from '../workers/runtime/retry';
import { expectBooksToBalance, expectNothingLocked, revertedCalls } from './scenario/books';
import { Buyer, type Placed, type Wish } from './scenario/buyer';
import { DealWatch } from './scenario/deal-watch';
import type { Ledger } from './scenario/ledger';
import { silentLogger } from './scenario/silent-logger';
import { WorkerControl } from './scenario/worker-control';
import { type Collector, startCollector } from './stack/start-collector';

const PROVIDERS = ['provider-1', 'provider-2', 'provider-3'] as const;

/** A whole market with all of its processes, and everybody's keys: what stories are told with. */
export interface Scenario {
  readonly stack: RunningStack;
  readonly access: MarketAccess;
  readonly deployment: Deployment;
  /** The web's origin. */
  readonly api: string;
  readonly directoryUrl: string;
  readonly directory: DirectoryClient;
  readonly modules: readonly CatalogueModule[];
  /** Wallets of the three providers; the third has the cheat switch. */
  readonly providers: readonly [PrivateKeyAccount, PrivateKeyAccount, PrivateKeyAccount];
  readonly mediators: readonly PrivateKeyAccount[];
  readonly deals: DealWatch;
  readonly workers: WorkerControl;
  /** Takes the traces of all processes. */
  readonly collector: Collector;
  module(name: string): CatalogueModule;
  newBuyer(): Buyer;
  /**
   * Buys until a deal's draw clears it; one in dozens is audited instead. Answers the cleared deal, and
   * what the buyer owned when it had signed.
   */
  clears(buyer: Buyer, wish: Wish): Promise<Cleared>;
  senderOf(account: PrivateKeyAccount): CallSender;
  /** Moves the chain's clock on and makes a block. */
  elapse(seconds: number): Promise<void>;
  /** Takes the newest blocks back, as a reorganisation does. */
  rollBack(blocks: number): Promise<void>;
  /** Takes a folder's root from the directory's disk. */
  loseContent(id: Hex): Promise<void>;
  /** All money is where the model says; `isOver`: and no deal lives, nothing is locked. */
  books(options?: { isOver?: boolean }): Promise<Ledger>;
  /** Failed transactions to the market since the start. */
  reverted(): ReturnType<typeof revertedCalls>;
  stop(): Promise<void>;
}

export interface Cleared extends Placed {
  readonly deal: DealRecord;
  readonly before: Awaited<ReturnType<Buyer['money']>>;
}

/** Starts the market as `npm start` does, on free ports, without its first deals. */
export async function openScenario(): Promise<Scenario> {
  const dataDir = mkdtempSync(join(tmpdir(), 'reckon-scenario-'));
  // As root the database runs as another user, who has to pass through.
  chmodSync(dataDir, 0o755);
  const workers = new WorkerControl(dataDir);
  const collector = await startCollector();
  // The market's processes inherit it.
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
  const stack = await startStack({
    dataDir,
    usualPorts: { web: 0, directory: 0, chain: 0, database: 0 },
    built: buildParts(),
    isDurable: false,
    hasLife: false,
    quiet: true,
  });
  const { market } = stack;
  const deployment = await readDeployment(deploymentFile(market));
  const { chainId, block } = deployment;
  const access = await openMarket({ rpcUrl: market.rpcUrl, chainId, market: deployment.market });
  const home = deployment.directories[0];
  if (!home) throw new Error('The market has no directory');
  const directory = new DirectoryClient({
    url: directoryUrl(market),
    directory: home.address,
    domain: marketDomain(chainId, deployment.market),
  });
  const keys = join(dataDir, 'keys');
  const [modules, mediators, ...providers] = await Promise.all([
    loadCatalogue(),
    readKeyFolder(join(keys, 'mediators')),
    ...PROVIDERS.map((name) => readKeyFile(join(keys, 'providers', `${name}.key`))),
  ]);
  const api = `http://127.0.0.1:${market.ports.web}`;
  const world = { access, deployment, api };
  const request = (method: string, params: unknown[]) =>
    access.client.request({ method, params } as never);
  const scenario: Scenario = {
    stack,
    access,
    deployment,
    api,
    directoryUrl: directoryUrl(market),
    directory,
    modules,
    providers: providers as unknown as Scenario['providers'],
    mediators,
    deals: new DealWatch(access, BigInt(block)),
    workers,
    collector,
    module(name) {
      const module = modules.find(({ manifest }) => manifest.name === name);
      if (!module) throw new Error(`There is no module ${name}`);
      return module;
    },
    newBuyer: () => new Buyer(world, directory, privateKeyToAccount(generatePrivateKey())),
    async clears(buyer, wish) {
      for (;;) {
        const placed = await buyer.buys(wish);
        const before = await buyer.money();
        const matched = await scenario.deals.matched(placed.hash);
        const isDrawn = ({ stage }: DealRecord) => stage > STAGE.Posted;
        const deal = await scenario.deals.when(matched, 'a draw', isDrawn);
        if (deal.stage === STAGE.Cleared) return { ...placed, deal, before };
        await scenario.deals.settles(deal);
      }
    },
    senderOf: (account) => createSender({ access, account, pollingMs: 200 }),
    async elapse(seconds) {
      await request('evm_increaseTime', [seconds]);
      await request('evm_mine', []);
    },
    async rollBack(blocks) {
      await request('anvil_rollback', [blocks]);
    },
    async loseContent(id) {
      const blocks = new FsBlockstore(join(dataDir, 'directory/blocks'));
      await blocks.open();
      await blocks.delete(CID.parse(cidOfId(id)));
    },
    async books({ isOver = false } = {}) {
      const ledger = await expectBooksToBalance(access, deployment);
      if (isOver) expectNothingLocked(ledger);
      return ledger;
    },
    reverted: () => revertedCalls(access, BigInt(block)),
    async stop() {
      workers.stopCrashing();
      await stack.stop();
      delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
      collector.stop();
      cpSync(join(dataDir, 'logs'), 'test-results/scenario-logs', { recursive: true, force: true });
      stack.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await waitUntilOpen(scenario).catch(async (error: unknown) => {
    await scenario.stop();
    throw error;
  });
  return scenario;
}

/** Until every provider has a live offer and every mediator has joined the court. */
async function waitUntilOpen({ api, mediators }: Scenario): Promise<void> {
  const isOpen = async () => {
    const offers = await getJson<{ items: { state: string }[] }>(`${api}/api/v1/resource-offers`);
    const live = offers.items.filter(({ state }) => state === 'live').length;
    const courts = await getJson<{ items: { joined: number }[] }>(`${api}/api/v1/courts`);
    const joined = courts.items[0]?.joined ?? 0;
    if (live >= PROVIDERS.length && joined >= mediators.length) return;
    throw new Error(`${live} offers are live, ${joined} mediators have joined`);
  };
  const { signal } = new AbortController();
  await retry(isOpen, { what: 'opening', signal, log: silentLogger, maxMs: 500, tries: 400 });
}
