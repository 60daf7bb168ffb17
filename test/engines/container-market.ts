import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex, PrivateKeyAccount } from 'viem';
import { STAGE } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { Deployment } from '@/lib/chain/deployment';
import { readKeyFile } from '@/lib/chain/key-file.server';
import { openMarket } from '@/lib/chain/market.server';
import { readDeployment } from '@/lib/chain/market-access.server';
import { CallRefusedError, createSender } from '@/lib/chain/send-call.server';
import type { DatabaseConnection } from '@/lib/db/database.server';
import { migrateDatabase } from '@/lib/db/migrate-database.server';
import { keeperMoveOf } from '@/lib/deals/keeper-move';
import { DirectoryClient } from '@/lib/directory/directory.client';
import { type CourtFacts, marketDomain } from '@/lib/offers/offer-types';
import { buildParts } from '@/scripts/start/build.mjs';
import { freePort } from '@/scripts/start/ports.mjs';
import type { ProcessSpec } from '@/scripts/start/processes.mjs';
import { deploySpec, directoryUrl, keysDir, serviceSpecs } from '@/scripts/start/services.mjs';
import { DealWatch } from '@/test/scenario/deal-watch';
import { testSupervisor } from '@/test/stack/processes';
import { startAnvil } from '@/test/stack/start-anvil';
import { startPostgres } from '@/test/stack/start-postgres';
import { sendMove } from '@/workers/keeper/send-move.service';
import { startApi } from './api-server';

const RUNNING = ['directory', 'indexer', 'solver', 'provider-1', 'mediator'];

/**
 * A market whose provider and mediators run containers: real chain, database, directory, indexer,
 * solver, agent and mediator processes, and the API that they and its users talk to. Time and the
 * keeper's moves are the test's own.
 *
 * @param modules that the agent offers to run
 */
export async function openContainerMarket(socketPath: string, modules: readonly Hex[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'reckon-containers-'));
  chmodSync(dataDir, 0o755);
  await buildParts(['contracts', 'workers']);
  const [anvil, postgres] = await Promise.all([startAnvil({ blockTime: 1 }), startPostgres()]);
  const free = { directory: await freePort(), web: await freePort() };
  const ports = { ...free, chain: anvil.port, database: postgres.port };
  const where = { rpcUrl: anvil.url, chainId: anvil.chainId, host: '127.0.0.1' };
  const market = { ...where, dataDir, ports, databaseUrl: postgres.url };
  const withEngine = (spec: ProcessSpec) => ({
    ...spec,
    env: { ...spec.env, OCI_SOCKET: socketPath, OCI_MODULES: modules.join() },
  });
  const supervisor = testSupervisor();
  const deployed = supervisor.start(withEngine(deploySpec(market)));
  if ((await deployed.ended()) !== 0) throw new Error(`not deployed: ${deployed.lastLine()}`);
  await migrateDatabase(postgres.url);
  Object.assign(process.env, apiEnvOf(market));
  const stopApi = await startApi(ports.web);
  const specs = serviceSpecs(market).filter(({ name }) => RUNNING.includes(name));
  const processes = specs.map((spec) => supervisor.start(withEngine(spec)));

  const deployment = await readDeployment(join(dataDir, `deployment-${anvil.chainId}.json`));
  const { chainId, market: address, block } = deployment;
  const access = await openMarket({ rpcUrl: anvil.url, chainId, market: address });
  const keyPath = (...path: string[]): string => `${join(keysDir(market), ...path)}.key`;
  const key = (...path: string[]): Promise<PrivateKeyAccount> => readKeyFile(keyPath(...path));
  const senderOf = (account: PrivateKeyAccount) =>
    createSender({ access, account, pollingMs: 200 });
  const home = deployment.directories[0];
  if (!home) throw new Error('The market has no directory');
  await until('the directory', () => fetch(directoryUrl(market)));
  const deals = new DealWatch(access, BigInt(block));
  const keeper = senderOf(await key('keeper'));
  return {
    api: `http://127.0.0.1:${ports.web}`,
    access,
    deployment,
    deals,
    key,
    keyPath,
    senderOf,
    domain: marketDomain(chainId, address),
    directory: new DirectoryClient({
      url: directoryUrl(market),
      directory: home.address,
      domain: marketDomain(chainId, address),
    }),
    now: async () => Number((await access.client.getBlock()).timestamp),
    /** Moves a deal on as keepers do, with time passing whenever it waits, until it is settled. */
    async settle(dealId: Hex, onWait: (deal: DealRecord) => boolean): Promise<DealRecord> {
      for (let turn = 0; turn < 600; turn++) {
        const deal = (await deals.all()).find((one) => one.dealId === dealId);
        if (deal?.stage === STAGE.Settled) return deal;
        if (deal) await moveOn(deal, onWait);
        await new Promise((done) => setTimeout(done, 300));
      }
      throw new Error(`The deal ${dealId} is not settled`);
    },
    async stop() {
      await Promise.all(processes.map((process) => process.stop()));
      await stopApi();
      await (globalThis as { reckonDatabase?: DatabaseConnection }).reckonDatabase?.close();
      await Promise.all([anvil.stop(), postgres.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };

  async function moveOn(deal: DealRecord, mayPass: (deal: DealRecord) => boolean): Promise<void> {
    const { timestamp, number } = await access.client.getBlock();
    const now = { timestamp: Number(timestamp), blockNumber: number };
    const move = keeperMoveOf(deal, now, configOf(deployment));
    const request = (method: string, params: unknown[]) =>
      access.client.request({ method, params } as never);
    if (move.kind === 'wait' && mayPass(deal)) {
      await request('evm_increaseTime', [Math.max(1, move.until - now.timestamp)]);
    }
    if (move.kind !== 'call') return;
    const court = deployment.courts[0] as CourtFacts | undefined;
    await sendMove(keeper, move.call, deal, court).catch((error: unknown) => {
      if (!(error instanceof CallRefusedError)) throw error;
    });
  }
}

/** Tries every second, for two minutes at most. */
export async function until<T>(what: string, run: () => Promise<T>): Promise<T> {
  let last: unknown;
  for (let turn = 0; turn < 120; turn++) {
    try {
      return await run();
    } catch (error) {
      last = error;
    }
    await new Promise((done) => setTimeout(done, 1_000));
  }
  throw new Error(`${what} is not there`, { cause: last });
}

/** What the API's process is told. */
function apiEnvOf(market: Parameters<typeof deploySpec>[0]) {
  return {
    DATABASE_URL: market.databaseUrl,
    RPC_URL: market.rpcUrl,
    DEPLOYMENT_FILE: join(market.dataDir, `deployment-${market.chainId}.json`),
    DIRECTORY_URL: directoryUrl(market),
  };
}

const configOf = ({ limits }: Deployment) => ({ grace: limits.grace });
