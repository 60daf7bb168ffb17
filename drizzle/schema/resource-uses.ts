import { integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { hex, uint } from './columns';

/** How many deals a provider's resource nonce ever had: the number of its rows in deals, kept with them. */
export const resourceUses = pgTable(
  'resource_uses',
  {
    provider: hex('provider').notNull(),
    nonce: uint('nonce').notNull(),
    deals: integer('deals').notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.nonce] })],
);
