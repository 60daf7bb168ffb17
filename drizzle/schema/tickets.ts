import { integer, pgTable, timestamp } from 'drizzle-orm/pg-core';
import { hex, seconds } from './columns';
import { resourceOffers } from './resource-offers';

/** The newest ticket of a resource offer: proof that its machine is on until then. */
export const tickets = pgTable('tickets', {
  resourceOfferHash: hex('resource_offer_hash')
    .primaryKey()
    .references(() => resourceOffers.hash, { onDelete: 'cascade' }),
  until: seconds('until').notNull(),
  signature: hex('signature').notNull(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
  /** What this ticket and those before it show (lib/offers/uptime.ts); null where none was kept. */
  since: seconds('since'),
  seenAt: seconds('seen_at'),
  day: integer('day'),
  live: integer('live').array(),
});
