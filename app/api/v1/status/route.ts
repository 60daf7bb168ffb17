import { route } from '@/app/api/_http/route';
import { readCursor } from '@/lib/chain/chain-history.repo';
import { chainClient, readDeployment } from '@/lib/chain/market-access.server';
import { webDatabase } from '@/lib/db/web-database.server';

/**
 * What this server serves and how fresh it is: {deployment, chain, indexer}. `deployment` is the
 * deployment file, from which agents find the market; `chain` and `indexer` are null while they
 * cannot be reached. Times in seconds.
 */
export const GET = route(async () => {
  const deployment = await readDeployment();
  const [chain, indexer] = await Promise.all([orNull(readHead()), orNull(readIndexer())]);
  const behind = chain && indexer ? Number(chain.block) - Number(indexer.block) : null;
  return { deployment, chain, indexer, behind };
});

async function readHead() {
  const { number, timestamp } = await chainClient().getBlock({ blockTag: 'latest' });
  return { block: Number(number), time: Number(timestamp) };
}

async function readIndexer() {
  const cursor = await readCursor(webDatabase());
  if (!cursor) return null;
  const { chainId, market, blockNumber, blockHash, finalizedNumber, headNumber, headSeenAt } =
    cursor;
  return {
    chainId,
    market,
    block: Number(blockNumber),
    blockHash,
    finalized: Number(finalizedNumber),
    head: Number(headNumber),
    headSeenAt: Math.floor(headSeenAt.getTime() / 1_000),
  };
}

async function orNull<T>(value: Promise<T>): Promise<T | null> {
  return value.catch(() => null);
}
