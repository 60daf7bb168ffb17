import { and, asc, eq, gte, inArray, min, type SQL, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { cancellations } from '../../drizzle/schema/cancellations';
import { deals } from '../../drizzle/schema/deals';
import { jobOffers } from '../../drizzle/schema/job-offers';
import type { Db } from '../db/database.server';
import { type JobOfferState, jobOfferStateOf } from './job-offer-state';
import type { JobSubmission } from './match-item';
import type { OpenOffers } from './open-offer-limit';

export type JobOfferItem = {
  readonly hash: Hex;
  readonly buyer: Address;
  readonly state: JobOfferState;
  readonly submission: JobSubmission;
  /** Providers whose deals of this job failed, in order: what the next match replays. */
  readonly failed: readonly Address[];
  /** Its deals so far, in order. */
  readonly deals: readonly Hex[];
  /** Seconds since 1970. */
  readonly postedAt: number;
};

const isCancelled = sql<boolean>`exists (
  select 1 from ${cancellations} c
  where c.account = job_offers.buyer
    and ((c.kind = 'job' and c.nonce = job_offers.nonce)
      or (c.kind = 'below' and c.nonce > job_offers.nonce))
)`;
/** By another offer, even if its deals failed: attempts and failed providers count by nonce. */
const isNonceTaken = sql<boolean>`exists (
  select 1 from ${deals} d
  where d.buyer = job_offers.buyer and d.job_nonce = job_offers.nonce
    and d.job_offer_hash <> job_offers.hash
)`;
/** The newest of those deals. */
const nonceDeal = sql<Hex | null>`(
  select d.id from ${deals} d
  where d.buyer = job_offers.buyer and d.job_nonce = job_offers.nonce
    and d.job_offer_hash <> job_offers.hash
  order by d.matched_at desc, d.attempt desc limit 1
)`;
/** No deal holds the offer, and fewer failed than it allows. Written so that PostgreSQL joins. */
const isOpen = sql<boolean>`not exists (
  select 1 from ${deals} d
  where d.job_offer_hash = job_offers.hash and d.job_free is not true
) and not exists (
  select 1 from ${deals} d
  where d.job_offer_hash = job_offers.hash
    and d.attempt + 1 >= (job_offers.submission->'offer'->>'attempts')::int
) and not ${isCancelled} and not ${isNonceTaken}`;

/**
 * Job offers that a solver may match now, oldest first, a page at a time. `now` in seconds.
 *
 * @param page `after`: the hash that the page before answered as `next`
 */
export async function listOpenJobOffers(
  db: Db,
  now: number,
  page: { limit: number; after?: Hex | undefined },
): Promise<{ items: JobOfferItem[]; next: Hex | null }> {
  const where = and(
    gte(jobOffers.expiry, BigInt(now)),
    isOpen,
    page.after &&
      sql`(job_offers.posted_at, job_offers.hash) > (
        select o.posted_at, o.hash from ${jobOffers} o where o.hash = ${page.after.toLowerCase()}
      )`,
  );
  const found = await read(db, where, now, page.limit + 1);
  const items = found.slice(0, page.limit);
  return { items, next: found.length > page.limit ? (items.at(-1)?.hash ?? null) : null };
}

/** A buyer's offers that wait for a match, oldest first. `now` in seconds. */
export async function listOpenJobOffersOf(
  db: Db,
  buyer: Address,
  now: number,
  limit: number,
): Promise<JobOfferItem[]> {
  const where = and(eq(jobOffers.buyer, buyer), gte(jobOffers.expiry, BigInt(now)), isOpen);
  return read(db, where, now, limit);
}

/** What a buyer has waiting for a match. `now` in seconds. */
export async function openJobOffersOf(db: Db, buyer: Address, now: number): Promise<OpenOffers> {
  const rows = await db
    .select({ count: sql<number>`count(*)::int`, firstExpiry: min(jobOffers.expiry) })
    .from(jobOffers)
    .where(and(eq(jobOffers.buyer, buyer), gte(jobOffers.expiry, BigInt(now)), isOpen));
  const { count = 0, firstExpiry = null } = rows[0] ?? {};
  return { count, firstExpiry: firstExpiry === null ? null : Number(firstExpiry) };
}

/** One job offer, whatever became of it. */
export async function findJobOffer(
  db: Db,
  hash: Hex,
  now: number,
): Promise<JobOfferItem | undefined> {
  return (await read(db, eq(jobOffers.hash, hash), now, 1))[0];
}

async function read(
  db: Db,
  where: SQL | undefined,
  now: number,
  limit: number,
): Promise<JobOfferItem[]> {
  const rows = await db
    .select({ offer: jobOffers, isCancelled, nonceDeal })
    .from(jobOffers)
    .where(where)
    .orderBy(asc(jobOffers.postedAt), asc(jobOffers.hash))
    .limit(limit);
  const dealRows = await dealsOf(
    db,
    rows.map((row) => row.offer.hash),
  );
  return rows.map(({ offer, isCancelled, nonceDeal }) => {
    const own = dealRows.filter((deal) => deal.jobOfferHash === offer.hash);
    const { expiry, attempts, buyer } = offer.submission.offer;
    const history = { expiry, attempts, isCancelled, nonceDeal, deals: own };
    return {
      hash: offer.hash,
      buyer,
      state: jobOfferStateOf(history, now),
      submission: offer.submission,
      failed: own.filter((deal) => deal.jobFree).map((deal) => deal.provider),
      deals: own.map((deal) => deal.id),
      postedAt: Math.floor(offer.postedAt.getTime() / 1_000),
    };
  });
}

async function dealsOf(db: Db, hashes: readonly Hex[]) {
  if (hashes.length === 0) return [];
  const rows = await db
    .select({
      id: deals.id,
      jobOfferHash: deals.jobOfferHash,
      provider: deals.provider,
      stage: deals.stage,
      jobFree: deals.jobFree,
    })
    .from(deals)
    .where(inArray(deals.jobOfferHash, [...hashes]))
    .orderBy(asc(deals.attempt), asc(deals.matchedAt));
  return rows.map(({ stage, jobFree, ...deal }) => ({
    ...deal,
    isSettled: stage === 'Settled',
    jobFree: jobFree ?? false,
  }));
}
