import { index, pgTable, timestamp } from 'drizzle-orm/pg-core';
import type { ResourceSubmission } from '../../lib/offers/match-item';
import { exactJson, hex, seconds, uint } from './columns';

/** Signed resource offers as posted; what the chain knows of them (uses, cancels) is elsewhere. */
export const resourceOffers = pgTable(
  'resource_offers',
  {
    hash: hex('hash').primaryKey(),
    provider: hex('provider').notNull(),
    nonce: uint('nonce').notNull(),
    ticketKey: hex('ticket_key').notNull(),
    basePrice: uint('base_price').notNull(),
    fuelPrice: uint('fuel_price').notNull(),
    expiry: seconds('expiry').notNull(),
    submission: exactJson<ResourceSubmission>()('submission').notNull(),
    postedAt: timestamp('posted_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('resource_offers_provider').on(table.provider, table.nonce),
    index('resource_offers_price').on(table.basePrice, table.fuelPrice, table.hash),
    index('resource_offers_ticket_key').on(table.ticketKey),
    index('resource_offers_expiry').on(table.expiry),
  ],
);
