import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { ensureKeyFile } from '../../lib/chain/key-file.server';
import { openMarket } from '../../lib/chain/market.server';
import { type CallSender, createSender } from '../../lib/chain/send-call.server';
import { DirectoryClient } from '../../lib/directory/directory.client';
import { engineIdOf, WASM_ENGINE_IDS } from '../../lib/execution/engine-id';
import { type CatalogueModule, loadModule } from '../../lib/modules/catalogue.server';
import { inputFilesOf, type Job } from '../../lib/modules/job-inputs';
import { longestDeal } from '../../lib/offers/deal-windows';
import { draftJobOffer, type JobDraft } from '../../lib/offers/draft-job-offer';
import { draftResourceOffer } from '../../lib/offers/draft-resource-offer';
import { buildMatch, gatherJobs, type JobSubmission } from '../../lib/offers/match-item';
import { resourceOfferHashOf } from '../../lib/offers/offer-hash';
import { marketDomain, VERIFICATION } from '../../lib/offers/offer-types';
import { jobOfferTypes, resourceOfferTypes } from '../../lib/offers/typed-data';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import { freePort } from '../../scripts/start/ports.mjs';
import { deployMarket, LOCAL_LIMITS } from '../../workers/deploy/deploy-market';
import { writeDeploymentFile } from '../../workers/deploy/deployment-file';
import { connectLocalChain } from '../../workers/deploy/local-chain';
import { depositTokens } from '../../workers/runtime/deposit-tokens.service';
import { retry } from '../../workers/runtime/retry';
import { silentLogger } from '../scenario/silent-logger';
import { testSupervisor } from '../stack/processes';
import { startAnvil } from '../stack/start-anvil';
import { startOfferBoard } from './offer-board';

const TOKENS = 100_000_000_000n;
const WINDOWS = { executionWindow: 90, reviewWindow: 60 };
const PRICE = { basePrice: 1_000n, fuelPrice: 800n };

/**
 * A chain with a market, a directory process, a buyer and a provider with money, and the provider's
 * signed offer with `lanes` lanes on a board: all that an agent needs. `traces`: where the directory
 * sends its spans.
 */
export async function startAgentMarket({
  lanes = 4,
  cpuMilli = 2_000,
  storageMiB = 64,
  traces = '',
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-agent-'));
  const chain = await startAnvil({ blockTime: 1, args: ['--mixed-mining'] });
  const newKey = () => privateKeyToAccount(generatePrivateKey());
  const [deployer, buyer] = [newKey(), newKey()];
  const walletKey = join(folder, 'wallet.key');
  const provider = await ensureKeyFile(walletKey);
  const operatorKey = join(folder, 'operator.key');
  const directoryKey = join(folder, 'directory.key');
  const [operator, holder] = [await ensureKeyFile(operatorKey), await ensureKeyFile(directoryKey)];
  const local = await connectLocalChain(chain.url, deployer);
  const created = await deployMarket(local, 'contracts/out');
  const access = await openMarket({
    rpcUrl: chain.url,
    chainId: chain.chainId,
    market: created.market,
    pollingMs: 100,
  });
  const directoryPort = await freePort();
  const directoryUrl = `http://127.0.0.1:${directoryPort}`;
  const deploymentFile = join(folder, 'deployment.json');
  const deployment = {
    chainId: chain.chainId,
    genesisHash: local.genesisHash,
    ...created,
    block: Number(created.block),
    tokenSymbol: 'tUSD',
    tokenDecimals: 6,
    limits: LOCAL_LIMITS,
    courts: [],
    directories: [{ address: holder.address, url: directoryUrl }],
  };
  await writeDeploymentFile(deploymentFile, deployment);
  const common = {
    ...process.env,
    RPC_URL: chain.url,
    DEPLOYMENT_FILE: deploymentFile,
    LOG_LEVEL: 'info',
  };
  const directoryProcess = testSupervisor().start({
    name: `directory-${directoryPort}`,
    command: process.execPath,
    args: ['dist/directory.js'],
    cwd: process.cwd(),
    env: {
      ...common,
      PORT: String(directoryPort),
      STATE_DIR: join(folder, 'directory'),
      KEY_FILE: directoryKey,
      DIRECTORY_URL: directoryUrl,
      DIRECTORY_POLL_MS: '200',
      OTEL_EXPORTER_OTLP_ENDPOINT: traces,
    },
  });

  const senderOf = (account: PrivateKeyAccount): CallSender =>
    createSender({ access, account, pollingMs: 50 });
  const [wallet, solver] = [senderOf(provider), senderOf(deployer)];
  async function fund(account: PrivateKeyAccount, sender: CallSender): Promise<void> {
    await local.giveGas(account.address);
    await sender.sendTo({
      to: created.token,
      abi: testTokenAbi,
      functionName: 'faucet',
      args: [account.address, TOKENS],
    });
    await depositTokens(sender, created, TOKENS);
  }
  const buying = senderOf(buyer);
  await Promise.all([fund(buyer, buying), fund(provider, wallet), local.giveGas(operator.address)]);
  await wallet.send({ functionName: 'setOperator', args: [operator.address, true] });

  const curated = async (name: string): Promise<CatalogueModule> => {
    const found = await loadModule(`modules/${name}`);
    if (!found) throw new Error(`there is no module ${name}`);
    return found;
  };
  const [cowsay, nbody] = [await curated('cowsay'), await curated('nbody')];
  const domain = marketDomain(chain.chainId, created.market);
  const now = async () => Number((await access.client.getBlock()).timestamp);
  const { offer, lists } = draftResourceOffer({
    provider: provider.address,
    cpuMilli,
    memoryMiB: 2_048,
    storageMiB,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    ...PRICE,
    fuelPerSecond: 16_000_000_000n,
    minExecutionWindow: 5,
    maxReviewWindow: LOCAL_LIMITS.maxReviewWindow,
    maxValue: 1_000_000_000n,
    concurrent: lanes,
    total: 1_000_000,
    ticketKey: operator.address,
    engines: WASM_ENGINE_IDS,
    modules: [cowsay.id, nbody.id].sort(),
    courts: [],
    directories: [holder.address],
    expiry: (await now()) + 86_400,
    nonce: 1n,
  });
  const signature = await provider.signTypedData({
    domain,
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  });
  const resource = { offer, signature, lists };
  const board = await startOfferBoard(resourceOfferHashOf(offer), resource, created.market);
  const directory = new DirectoryClient({ url: directoryUrl, directory: holder.address, domain });
  const feed = createDealFeed({
    access,
    fromBlock: created.block,
    filter: { provider: provider.address },
  });
  const { signal } = new AbortController();
  await retry(() => directory.getContent(cowsay.cid), {
    ...{ what: 'reaching the directory', signal, log: silentLogger, minMs: 50, maxMs: 200 },
    tries: 300,
  });
  let nonces = 0n;

  /** A buyer's signed order of one cowsay, without verification: its post clears it. */
  const order = (draft: Partial<JobDraft> = {}) =>
    orderOf(cowsay, { message: `Job ${nonces + 1n}` }, draft);

  /** An order of an nbody that runs for that many steps. */
  const longOrder = (steps: number) => {
    const job = nbody.manifest.example.job as Job;
    return orderOf(nbody, { ...job, steps, every: steps }, {});
  };

  async function orderOf(
    { manifest, id }: CatalogueModule,
    job: Job,
    draft: Partial<JobDraft>,
  ): Promise<JobSubmission> {
    nonces += 1n;
    const nonce = nonces;
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const inputs = inputFilesOf(manifest.inputs, job, new Map(), salt);
    const inputsId = (await directory.putContent(inputs)).id;
    const heldUntil = (await now()) + longestDeal(WINDOWS, LOCAL_LIMITS) + 7_200;
    const request = { moduleId: id, inputsId, buyer: buyer.address, inputs, heldUntil };
    const inputReceipt = await directory.requestInputReceipt(request);
    const { offer: wanted, lists: named } = draftJobOffer({
      buyer: buyer.address,
      moduleId: id,
      inputsId,
      engine: engineIdOf(manifest.engine),
      resources: manifest.resources,
      fuelLimit: BigInt(manifest.fuelLimit),
      maxBasePrice: PRICE.basePrice,
      maxFuelPrice: PRICE.fuelPrice,
      protection: { verification: VERIFICATION.none, court: ZERO_BYTES32, n: 0, theta: 1 },
      directories: [holder.address],
      ...WINDOWS,
      attempts: 1,
      expiry: (await now()) + 3_600,
      nonce,
      ...draft,
    });
    const signed = await buyer.signTypedData({
      domain,
      types: jobOfferTypes,
      primaryType: 'JobOffer',
      message: wanted,
    });
    return { offer: wanted, signature: signed, lists: named, inputReceipt };
  }

  /** Matches orders on these lanes, in one transaction. */
  async function match(orders: readonly JobSubmission[], freeLanes: readonly number[]) {
    const ticket = board.ticket();
    if (!ticket) throw new Error('the agent has given no ticket');
    const sides = orders.map((job, i) =>
      buildMatch({ job, resource, ticket, lane: freeLanes[i] ?? 0, failed: [] }),
    );
    const [first] = sides;
    if (!first) return;
    const jobs = gatherJobs(sides.map(({ job }) => job));
    const { events } = await solver.send({
      functionName: 'matchDeals',
      args: [first.resource, jobs],
    });
    for (const event of events) {
      if (event.name !== 'Skipped') continue;
      const { index, reason } = event.args;
      throw new Error(`The match ${index} was skipped for the reason ${reason}`);
    }
  }

  /** What an agent process of this market is told; its own settings come after. */
  const agentEnv = (state: string): NodeJS.ProcessEnv => ({
    ...common,
    NAME: 'agent',
    KEY_FILE: operatorKey,
    PROVIDER: provider.address,
    STATE_DIR: join(folder, state),
    API_URL: board.url,
    RECKON_CRASH_DIR: join(folder, 'crash'),
  });
  mkdirSync(join(folder, 'crash'));

  return {
    ...{ access, feed, board, folder, chain, deployment, buying, provider, operator, lanes },
    /** Sends from the provider's own wallet. */
    providing: wallet,
    /** Where the key of that wallet lies. */
    walletKey,
    ...{ order, longOrder, match, agentEnv, now, directory },
    /** The buyer accepts posted results, in one transaction. */
    async accept(deals: readonly DealRecord[]) {
      const items = deals.flatMap(({ dealId, packedTerms: terms, post }) =>
        post ? [{ dealId, terms, post, secret: ZERO_BYTES32, signature: '0x' as const }] : [],
      );
      await buying.send({ functionName: 'acceptBatch', args: [items] });
    },
    async stop() {
      await directoryProcess.stop();
      await board.close();
      await chain.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type AgentMarket = Awaited<ReturnType<typeof startAgentMarket>>;
