import { route } from '@/app/api/_http/route';
import { readIndexerStatus } from '@/lib/chain/indexer-status.query';
import { chainClient, readDeployment } from '@/lib/chain/market-access.server';
import { webDatabase } from '@/lib/db/web-database.server';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { MINIMUM_AGENT_VERSION } from '@/lib/providers/agent-version';

/**
 * What this server serves and how fresh it is: {deployment, rpcUrl, agents, time, chain, indexer,
 * behind}. `deployment` is the deployment file, from which agents find the market, and `rpcUrl` a node
 * of its chain; `time` is this server's clock; `chain` and `indexer` are null while they cannot be
 * reached. `behind` in blocks, times in seconds.
 */
export const GET = route(async () => {
  const deployment = await readDeployment();
  const [chain, indexer] = await Promise.all([orNull(readHead), orNull(readIndexer)]);
  const behind = chain && indexer ? chain.block - indexer.block : null;
  const { rpcUrl } = await readPublicConfig();
  const agents = { minimumVersion: MINIMUM_AGENT_VERSION };
  const time = Math.floor(Date.now() / 1_000);
  return { deployment, rpcUrl, agents, time, chain, indexer, behind };
});

async function readHead() {
  const { number, timestamp } = await chainClient().getBlock({ blockTag: 'latest' });
  return { block: Number(number), time: Number(timestamp) };
}

async function readIndexer() {
  return (await readIndexerStatus(webDatabase())) ?? null;
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  return read().catch(() => null);
}
