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

/** What the deals of each provider with offers or deals came to, counted as they change. */
export const providerRecords = pgTable(
  'provider_records',
  {
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
  },
  (table) => [
    index('provider_records_kept').on(
      sql`(100 * kept::float8 / nullif(settled, 0))`,
      table.provider,
    ),
  ],
);

/**
 * What the page Offers filters, sorts and counts by: one narrow row for each resource offer, since
 * signed offers are too wide to scan by the hundred thousand. Triggers keep it (the migration that
 * makes this table holds them), so that it follows whoever writes offers, tickets, uses, deals and
 * cancellations.
 */
export const offerFacets = pgTable(
  'offer_facets',
  {
    /** In the order of posting: what comes first among offers with one figure. */
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    hash: hex('hash')
      .notNull()
      .unique()
      .references(() => resourceOffers.hash, { onDelete: 'cascade' }),
    provider: hex('provider')
      .notNull()
      .references(() => providerRecords.provider),
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
    /** Copies of the ticket's; the end of time while no ticket was received. */
    uptimeSince: seconds('uptime_since').notNull().default(sql`9223372036854775807`),
    uptimeSeenAt: seconds('uptime_seen_at').notNull().default(sql`0`),
    uptimeDay: count('uptime_day'),
    live1: count('live_1'),
    live2: count('live_2'),
    live3: count('live_3'),
    live4: count('live_4'),
    live5: count('live_5'),
    live6: count('live_6'),
    live7: count('live_7'),
  },
  // Each but the first is of a figure as searches write it (search-columns.query.ts), so that a list
  // sorted by it is read from where it starts. None holds what tickets change: they come every few
  // minutes for every offer, and write nothing but the row as long as that is so.
  (table) => [
    index('offer_facets_use').on(table.provider, table.nonce),
    index('offer_facets_cpu').on(sql`(cpu_milli::float8 / 1000)`, table.id),
    index('offer_facets_memory').on(sql`(memory_mib::float8 / 1024)`, table.id),
    index('offer_facets_gpu_memory').on(sql`(gpu_memory_mib::float8 / 1024)`, table.id),
    index('offer_facets_gpu_model').on(table.gpuModel, table.id),
    // Prices of runs of every length lie between these (price-bounds.ts).
    index('offer_facets_base_price').on(sql`(base_price / 1e6)`, table.id),
    index('offer_facets_price').on(sql`((base_price + 10::float8 * fuel_price) / 1e6)`, table.id),
    index('offer_facets_fuel_price').on(sql`(fuel_price / 1e6)`, table.id),
  ],
);
