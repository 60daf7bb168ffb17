import { pgTable } from 'drizzle-orm/pg-core';
import { blockNumber, hex, seconds } from './columns';

/**
 * Headers of the blocks that may still be reorganised; older ones are pruned when they are final.
 * A fork is found by comparing these hashes with the chain's.
 */
export const blocks = pgTable('blocks', {
  number: blockNumber('number').primaryKey(),
  hash: hex('hash').notNull(),
  parentHash: hex('parent_hash').notNull(),
  timestamp: seconds('timestamp').notNull(),
});
