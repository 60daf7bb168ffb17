import { sql } from 'drizzle-orm';
import { check, integer, pgTable, timestamp } from 'drizzle-orm/pg-core';
import { blockNumber, hex } from './columns';

/**
 * The one row that says which chain and market this database mirrors, and how far. It moves in the
 * same transaction as the projections.
 */
export const indexerCursor = pgTable(
  'indexer_cursor',
  {
    id: integer('id').primaryKey().default(1),
    chainId: integer('chain_id').notNull(),
    genesisHash: hex('genesis_hash').notNull(),
    market: hex('market').notNull(),
    startBlock: blockNumber('start_block').notNull(),
    blockNumber: blockNumber('block_number').notNull(),
    blockHash: hex('block_hash').notNull(),
    finalizedNumber: blockNumber('finalized_number').notNull(),
    headNumber: blockNumber('head_number').notNull(),
    headSeenAt: timestamp('head_seen_at', { withTimezone: true }).notNull(),
  },
  (table) => [check('indexer_cursor_one_row', sql`${table.id} = 1`)],
);
