import type { Hex } from 'viem';
import { indexerCursor } from '../../drizzle/schema/indexer-cursor';
import type { Db } from '../db/database.server';

/** How far the indexer is, and on what. Times in seconds since 1970. */
export type IndexerStatus = {
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly market: Hex;
  readonly block: number;
  readonly blockHash: Hex;
  readonly finalized: number;
  /** The chain's head when the indexer last looked. */
  readonly head: number;
  readonly headSeenAt: number;
};

/** undefined while no indexer has run on this database. */
export async function readIndexerStatus(db: Db): Promise<IndexerStatus | undefined> {
  const [cursor] = await db.select().from(indexerCursor);
  return (
    cursor && {
      chainId: cursor.chainId,
      genesisHash: cursor.genesisHash,
      market: cursor.market,
      block: Number(cursor.blockNumber),
      blockHash: cursor.blockHash,
      finalized: Number(cursor.finalizedNumber),
      head: Number(cursor.headNumber),
      headSeenAt: Math.floor(cursor.headSeenAt.getTime() / 1_000),
    }
  );
}
