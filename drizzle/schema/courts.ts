import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { exactJson, hex, seconds } from './columns';

/** Courts as founded on chain: the invited members in their order, and the terms they serve on. */
export const courts = pgTable('courts', {
  id: hex('id').primaryKey(),
  members: exactJson<unknown>()('members').notNull(),
  terms: exactJson<unknown>()('terms').notNull(),
  foundedAt: seconds('founded_at').notNull(),
});

/** An invited mediator's membership, from the moment it joined by its own transaction. */
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
