import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { hex, uint } from './columns';

/** Nonces that their owner cancelled on chain; `below` ends every job and resource nonce under it. */
export const cancellations = pgTable(
  'cancellations',
  {
    account: hex('account').notNull(),
    kind: text('kind').$type<'job' | 'resource' | 'below'>().notNull(),
    nonce: uint('nonce').notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.kind, table.nonce] })],
);
