import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { CauseName, OutcomeName, StageName } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { blockNumber, exactJson, hex, seconds, uint } from './columns';

/**
 * One deal as its events tell it. `record` is the fold of them, whole; the other columns are copies
 * of what screens filter, sort and sum by.
 */
export const deals = pgTable(
  'deals',
  {
    id: hex('id').primaryKey(),
    buyer: hex('buyer').notNull(),
    provider: hex('provider').notNull(),
    jobOfferHash: hex('job_offer_hash').notNull(),
    jobNonce: uint('job_nonce').notNull(),
    attempt: integer('attempt').notNull(),
    resourceOfferHash: hex('resource_offer_hash').notNull(),
    resourceNonce: uint('resource_nonce').notNull(),
    moduleId: hex('module_id').notNull(),
    court: hex('court').notNull(),
    value: uint('value').notNull(),
    providerLock: uint('provider_lock').notNull(),
    stage: text('stage').$type<StageName>().notNull(),
    cause: text('cause').$type<CauseName>(),
    outcome: text('outcome').$type<OutcomeName>(),
    price: uint('price'),
    buyerNet: uint('buyer_net'),
    providerNet: uint('provider_net'),
    /** What its mediators lost, in token units. */
    seatFines: uint('seat_fines').notNull().default(sql`0`),
    jobFree: boolean('job_free'),
    matchedAt: seconds('matched_at').notNull(),
    postedAt: seconds('posted_at'),
    caseOpenedAt: seconds('case_opened_at'),
    settledAt: seconds('settled_at'),
    record: exactJson<DealRecord>()('record').notNull(),
    lastBlock: blockNumber('last_block').notNull(),
    lastLogIndex: integer('last_log_index').notNull(),
  },
  (table) => [
    index('deals_newest').on(table.matchedAt, table.id),
    index('deals_buyer').on(table.buyer, table.matchedAt, table.id),
    index('deals_provider').on(table.provider, table.matchedAt, table.id),
    index('deals_module').on(table.moduleId, table.matchedAt, table.id),
    index('deals_stage').on(table.stage, table.matchedAt, table.id),
    index('deals_live').on(table.matchedAt, table.id).where(sql`settled_at is null`),
    index('deals_outcome').on(table.outcome, table.matchedAt, table.id),
    index('deals_case').on(table.caseOpenedAt, table.id),
    index('deals_job_offer').on(table.jobOfferHash, table.attempt),
    index('deals_job_nonce').on(table.buyer, table.jobNonce),
    index('deals_solver').on(sql`(record->'terms'->>'solver')`),
    // Who had a seat in a panel.
    index('deals_seats')
      .using(
        'gin',
        sql`((record->'case'->'firstPanel') || (record->'case'->'secondPanel')) jsonb_path_ops`,
      )
      .where(sql`case_opened_at is not null`),
    index('deals_live_resource_nonce')
      .on(table.provider, table.resourceNonce)
      .where(sql`settled_at is null`),
  ],
);
