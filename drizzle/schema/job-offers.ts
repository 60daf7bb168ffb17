import { index, pgTable, timestamp } from 'drizzle-orm/pg-core';
import type { JobSubmission } from '../../lib/offers/match-item';
import { exactJson, hex, seconds, uint } from './columns';

/** Signed job offers as posted. Whether one is open, matched or used up is read from its deals. */
export const jobOffers = pgTable(
  'job_offers',
  {
    hash: hex('hash').primaryKey(),
    buyer: hex('buyer').notNull(),
    nonce: uint('nonce').notNull(),
    moduleId: hex('module_id').notNull(),
    expiry: seconds('expiry').notNull(),
    submission: exactJson<JobSubmission>()('submission').notNull(),
    postedAt: timestamp('posted_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('job_offers_buyer').on(table.buyer, table.nonce),
    index('job_offers_expiry').on(table.expiry),
  ],
);
