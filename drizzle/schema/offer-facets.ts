import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
} from 'drizzle-orm/pg-core';
import { hex, seconds, uint } from './columns';
import { resourceOffers } from './resource-offers';

const count = (name: string) => integer(name).notNull().default(0);
const whole = (name: string) => bigint(name, { mode: 'number' }).notNull();
/** Near enough to filter and sort by; what is shown and signed is in resource_offers. */
const near = (name: string) => doublePrecision(name).notNull();

/** Lists that offers name, in lower case; thousands of offers share a few of them. */
export const offerLists = pgTable('offer_lists', {
  id: serial('id').primaryKey(),
  /** md5 of `lists` as text: a unique index on the whole would be too wide. */
  digest: text('digest').notNull().unique(),
  lists: jsonb('lists').notNull(),
});

/**
 * What the page Offers filters, sorts and counts by: one narrow row for each resource offer, since
 * signed offers are too wide to scan by the hundred thousand. Triggers keep it (the migration that
 * makes this table holds them), so that it follows whoever writes offers, tickets, uses, deals and
 * cancellations.
 */
export const offerFacets = pgTable(
  'offer_facets',
  {
    hash: hex('hash')
      .primaryKey()
      .references(() => resourceOffers.hash, { onDelete: 'cascade' }),
    provider: hex('provider').notNull(),
    nonce: uint('nonce').notNull(),
    expiry: seconds('expiry').notNull(),
    needsTicket: boolean('needs_ticket').notNull(),
    ticketUntil: seconds('ticket_until').notNull().default(sql`0`),
    isCancelled: boolean('is_cancelled').notNull().default(false),
    /** Until when it can be matched; 0 where it is cancelled or used up. */
    openUntil: seconds('open_until')
      .notNull()
      .generatedAlwaysAs(sql`case when is_cancelled or deals_ever >= total then 0 else expiry end`),
    /** Until when its machine counts as on; the end of time where it needs no ticket. */
    onUntil: seconds('on_until')
      .notNull()
      .generatedAlwaysAs(
        sql`case when needs_ticket then ticket_until else 9223372036854775807 end`,
      ),
    dealsEver: count('deals_ever'),
    dealsLive: count('deals_live'),
    total: whole('total'),
    concurrent: integer('concurrent').notNull(),
    cpuMilli: whole('cpu_milli'),
    memoryMib: whole('memory_mib'),
    storageMib: whole('storage_mib'),
    gpuCount: whole('gpu_count'),
    gpuMemoryMib: whole('gpu_memory_mib'),
    /** null where the offer names none. */
    gpuModel: hex('gpu_model'),
    basePrice: near('base_price'),
    fuelPrice: near('fuel_price'),
    fuelPerSecond: near('fuel_per_second'),
    maxValue: near('max_value'),
    minExecutionWindow: whole('min_execution_window'),
    maxReviewWindow: whole('max_review_window'),
    maxPanelSize: integer('max_panel_size').notNull(),
    minTheta: integer('min_theta').notNull(),
    maxTheta: integer('max_theta').notNull(),
    verifications: integer('verifications').notNull(),
    isForAnySolver: boolean('is_for_any_solver').notNull(),
    isForAnyModule: boolean('is_for_any_module').notNull(),
    listsId: integer('lists_id')
      .notNull()
      .references(() => offerLists.id),
    /** Copies of the ticket's; null while no ticket was received. */
    uptimeSince: seconds('uptime_since'),
    uptimeSeenAt: seconds('uptime_seen_at'),
    uptimeDay: integer('uptime_day'),
    uptimeLive: integer('uptime_live').array(),
  },
  (table) => [index('offer_facets_use').on(table.provider, table.nonce)],
);

/** What a provider's deals came to, counted as they change. */
export const providerRecords = pgTable('provider_records', {
  provider: hex('provider').primaryKey(),
  deals: count('deals'),
  settled: count('settled'),
  /** Accepted, or upheld by a panel. */
  kept: count('kept'),
  missed: count('missed'),
  declined: count('declined'),
  /** Went before a panel, however that ended. */
  judged: count('judged'),
  upheld: count('upheld'),
  overturned: count('overturned'),
});
