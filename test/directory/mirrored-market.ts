import { type DatabaseConnection, openDatabase } from '../../lib/db/database.server';
import { migrateDatabase } from '../../lib/db/migrate-database.server';
import { prepareMirror } from '../../workers/indexer/prepare-mirror.service';
import { rpcChainSource } from '../../workers/indexer/rpc-chain-source.server';
import { syncOnce } from '../../workers/indexer/sync-once.service';
import { startPostgres } from '../stack/start-postgres';
import { type MarketScenario, startMarketScenario } from './market-scenario';

/** A market of a test, and a database that mirrors it when the test says so. */
export interface MirroredMarket {
  readonly market: MarketScenario;
  readonly database: DatabaseConnection;
  /** Reads on to the head, by so many blocks at a time. */
  index(batch?: bigint): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a market with people (market-scenario.ts) and an empty mirror of it. From here on blocks come
 * with transactions only: what is rolled back stays so.
 *
 * @param directory whose receipts the market's deals name
 */
export async function startMirroredMarket(directory: `0x${string}`): Promise<MirroredMarket> {
  const [market, postgres] = await Promise.all([startMarketScenario(directory), startPostgres()]);
  await migrateDatabase(postgres.url);
  const database = openDatabase(postgres.url, { max: 2 });
  await market.client.request({ method: 'evm_setIntervalMining', params: [0] } as never);
  await market.test.setAutomine(true);
  const genesisHash = (await market.client.getBlock({ blockNumber: 0n })).hash;
  const identity = { chainId: 31_337, genesisHash, market: market.market };
  await prepareMirror(database.db, { ...identity, startBlock: market.deployedAt }, false);
  const source = rpcChainSource(market.client, market.market);
  return {
    market,
    database,
    async index(batch = 20n) {
      for (let isBehind = true; isBehind; ) {
        ({ isBehind } = await syncOnce(database.db, source, { batch, finalityDepth: 16n }));
      }
    },
    async stop() {
      await database.close();
      await Promise.all([market.anvil.stop(), postgres.stop()]);
    },
  };
}
