import { index, pgTable, timestamp } from 'drizzle-orm/pg-core';
import { exactJson, hex, seconds, uint } from './columns';

/** Signed resource offers as posted; what the chain knows of them (uses, cancels) is elsewhere. */
export const resourceOffers = pgTable(
  'resource_offers',
  {
    hash: hex('hash').primaryKey(),
    provider: hex('provider').notNull(),
    nonce: uint('nonce').notNull(),
    offer: exactJson<unknown>()('offer').notNull(),
    lists: exactJson<unknown>()('lists').notNull(),
    signature: hex('signature').notNull(),
    basePrice: uint('base_price').notNull(),
    fuelPrice: uint('fuel_price').notNull(),
    expiry: seconds('expiry').notNull(),
    postedAt: timestamp('posted_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('resource_offers_provider').on(table.provider, table.nonce),
    index('resource_offers_price').on(table.basePrice, table.fuelPrice),
    index('resource_offers_expiry').on(table.expiry),
  ],
);
