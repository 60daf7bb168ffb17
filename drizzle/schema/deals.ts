import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { blockNumber, exactJson, hex, seconds, uint } from './columns';

/** Names of contracts/src/types/Deals.sol, in its order; the text columns hold one of them. */
export type StageName =
  | 'Matched'
  | 'Posted'
  | 'Cleared'
  | 'Drawn'
  | 'Disputed'
  | 'Panel1'
  | 'Verdict1'
  | 'Reseated'
  | 'Appealed'
  | 'Panel2'
  | 'Verdict2'
  | 'Settled';

/**
 * One deal as its events tell it. `terms`, `post` and `caseFacts` are what the next call on chain
 * replays; the plain columns are copies of what screens filter and sort by.
 */
export const deals = pgTable(
  'deals',
  {
    id: hex('id').primaryKey(),
    buyer: hex('buyer').notNull(),
    provider: hex('provider').notNull(),
    solver: hex('solver').notNull(),
    jobOfferHash: hex('job_offer_hash').notNull(),
    resourceOfferHash: hex('resource_offer_hash').notNull(),
    attempt: integer('attempt').notNull(),
    moduleId: hex('module_id').notNull(),
    inputsId: hex('inputs_id').notNull(),
    engine: hex('engine').notNull(),
    court: hex('court').notNull(),
    verification: integer('verification').notNull(),
    value: uint('value').notNull(),
    matchedAt: seconds('matched_at').notNull(),
    terms: exactJson<readonly bigint[]>()('terms').notNull(),
    work: exactJson<unknown>()('work').notNull(),
    inputDirectory: hex('input_directory').notNull(),
    directories: exactJson<unknown>()('directories').notNull(),

    stage: text('stage').$type<StageName>().notNull(),
    post: exactJson<unknown>()('post'),
    postedAt: seconds('posted_at'),
    fuelUsed: uint('fuel_used'),
    caseFacts: exactJson<unknown>()('case_facts'),
    cause: text('cause'),
    caseOpenedAt: seconds('case_opened_at'),
    commits: exactJson<unknown>()('commits').notNull(),
    seatRecords: exactJson<unknown>()('seat_records').notNull(),
    outcome: text('outcome'),
    price: uint('price'),
    payout: exactJson<unknown>()('payout'),
    jobFree: boolean('job_free'),
    settledAt: seconds('settled_at'),

    lastBlock: blockNumber('last_block').notNull(),
    lastLogIndex: integer('last_log_index').notNull(),
  },
  (table) => [
    index('deals_newest').on(table.matchedAt, table.id),
    index('deals_buyer').on(table.buyer, table.matchedAt, table.id),
    index('deals_provider').on(table.provider, table.matchedAt, table.id),
    index('deals_module').on(table.moduleId, table.matchedAt, table.id),
    index('deals_stage').on(table.stage, table.matchedAt, table.id),
    index('deals_job_offer').on(table.jobOfferHash, table.attempt),
    index('deals_resource_offer').on(table.resourceOfferHash),
    index('deals_case').on(table.caseOpenedAt, table.id),
  ],
);
