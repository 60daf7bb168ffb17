import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { blockNumber, exactJson, hex, seconds } from './columns';

/** What an event is about; every projection row is the fold of its subject's events. */
export type SubjectKind = 'deal' | 'court' | 'nonce' | 'account' | 'market';

/** Every event of the market on the canonical chain: the source that all projections refold from. */
export const chainEvents = pgTable(
  'chain_events',
  {
    blockNumber: blockNumber('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
    blockHash: hex('block_hash').notNull(),
    blockTimestamp: seconds('block_timestamp').notNull(),
    transactionHash: hex('transaction_hash').notNull(),
    name: text('name').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    args: exactJson<Record<string, unknown>>()('args').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    index('chain_events_subject').on(
      table.subjectKind,
      table.subjectId,
      table.blockNumber,
      table.logIndex,
    ),
    index('chain_events_transaction').on(table.transactionHash),
    // Which keys an account lets act for it is asked for every offer, among all that it ever did.
    index('chain_events_operator')
      .on(
        table.subjectId,
        sql`lower(${table.args}->>'operator')`,
        table.blockNumber,
        table.logIndex,
      )
      .where(sql`${table.name} = 'OperatorSet'`),
  ],
);
