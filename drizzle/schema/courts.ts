import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { Address } from 'viem';
import type { CourtTerms, EngineClass } from '../../lib/offers/offer-types';
import { exactJson, hex, seconds } from './columns';

/** Courts as founded on chain: the terms they serve on, with the lists that the terms name by hash. */
export const courts = pgTable('courts', {
  id: hex('id').primaryKey(),
  engines: exactJson<readonly EngineClass[]>()('engines').notNull(),
  directories: exactJson<readonly Address[]>()('directories').notNull(),
  terms: exactJson<CourtTerms>()('terms').notNull(),
  foundedAt: seconds('founded_at').notNull(),
});

/** Invited mediators in the order of the founding; each serves from joinedAt until leftAt. */
export const courtMembers = pgTable(
  'court_members',
  {
    courtId: hex('court_id')
      .notNull()
      .references(() => courts.id, { onDelete: 'cascade' }),
    member: hex('member').notNull(),
    position: integer('position').notNull(),
    joinedAt: seconds('joined_at'),
    leftAt: seconds('left_at'),
  },
  (table) => [
    primaryKey({ columns: [table.courtId, table.member] }),
    index('court_members_member').on(table.member),
  ],
);
