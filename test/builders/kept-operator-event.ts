import type { Address } from 'viem';
import { chainEvents } from '../../drizzle/schema/chain-events';
import type { Db } from '../../lib/db/database.server';
import { testHash } from './offers';

/** Keeps what the indexer writes where a provider allows or forbids a key, in a block of its own. */
export async function keepOperatorEvent(
  db: Db,
  event: {
    readonly principal: Address;
    readonly operator: Address;
    readonly allowed: boolean;
    readonly block: number;
    /** Seconds since 1970. */
    readonly at: number;
  },
): Promise<void> {
  const { block, at, ...args } = event;
  await db.insert(chainEvents).values({
    ...{ blockNumber: BigInt(block), logIndex: 0, blockTimestamp: BigInt(at) },
    ...{ blockHash: testHash(block), transactionHash: testHash(block), name: 'OperatorSet' },
    ...{ subjectKind: 'account' as const, subjectId: event.principal.toLowerCase() },
    args,
  });
}
