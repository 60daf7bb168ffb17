import { index, pgTable } from 'drizzle-orm/pg-core';
import { hex, seconds } from './columns';

/** One-time codes by which a machine learns whose it is; kept as hashes. */
export const pairings = pgTable(
  'pairings',
  {
    codeHash: hex('code_hash').primaryKey(),
    provider: hex('provider').notNull(),
    expiresAt: seconds('expires_at').notNull(),
    /** The machine that claimed it. */
    agent: hex('agent'),
  },
  (table) => [index('pairings_expiry').on(table.expiresAt)],
);
