import { sql } from 'drizzle-orm';
import { deals } from '../../drizzle/schema/deals';
import { jobOffers } from '../../drizzle/schema/job-offers';
import type { Db } from '../db/database.server';

/** Medians are those of this many newest deals. */
const RECENT = 500;

/** The market in a few numbers. Medians in seconds, undefined while there is nothing to take one of. */
export type MarketStats = {
  readonly dealsToday: number;
  readonly deals: number;
  readonly liveDeals: number;
  /** From the offer's posting to its match. */
  readonly medianMatchSeconds: number | undefined;
  /** From the match to the provider's post. */
  readonly medianResultSeconds: number | undefined;
  /** Deals with a posted result: what could be audited or disputed. */
  readonly results: number;
  /** Cases that a draw, or a missing receipt, opened. */
  readonly audits: number;
  readonly auditsOverturned: number;
  /** Cases that a buyer opened. */
  readonly disputes: number;
  readonly overturned: number;
  readonly upheld: number;
};

/** `now` in seconds; "today" is the last 24 hours. */
export async function readMarketStats(db: Db, now: number): Promise<MarketStats> {
  const { rows } = await db.execute<{
    deals: number;
    today: number;
    live: number;
    audits: number;
    audits_overturned: number;
    disputes: number;
    overturned: number;
    upheld: number;
    results: number;
    median_result: number | null;
    median_match: number | null;
  }>(sql`
    with recent as (
      select job_offer_hash, attempt, matched_at, posted_at from ${deals}
      order by matched_at desc, id desc limit ${RECENT}
    ),
    medians as (
      select
        percentile_cont(0.5) within group (order by r.posted_at - r.matched_at) as median_result,
        percentile_cont(0.5) within group (
          order by greatest(0, r.matched_at - extract(epoch from j.posted_at))
        ) filter (where j.hash is not null and r.attempt = 0) as median_match
      from recent r left join ${jobOffers} j on j.hash = r.job_offer_hash
    ),
    judged as (
      select
        count(*) filter (where cause <> 'Dispute')::int as audits,
        count(*) filter (where cause <> 'Dispute' and outcome = 'Overturned')::int
          as audits_overturned,
        count(*) filter (where cause = 'Dispute')::int as disputes,
        count(*) filter (where cause = 'Dispute' and outcome = 'Overturned')::int as overturned,
        count(*) filter (where cause = 'Dispute' and outcome = 'Upheld')::int as upheld
      from ${deals} where case_opened_at is not null
    )
    select
      (select count(*)::int from ${deals}) as deals,
      (select count(*)::int from ${deals} where matched_at > ${now - 86_400}) as today,
      (select count(*)::int from ${deals} where settled_at is null) as live,
      (select count(*)::int from ${deals} where posted_at is not null) as results,
      judged.*, medians.*
    from judged, medians
  `);
  const row = rows[0];
  return {
    deals: row?.deals ?? 0,
    dealsToday: row?.today ?? 0,
    liveDeals: row?.live ?? 0,
    medianMatchSeconds: row?.median_match ?? undefined,
    medianResultSeconds: row?.median_result ?? undefined,
    results: row?.results ?? 0,
    audits: row?.audits ?? 0,
    auditsOverturned: row?.audits_overturned ?? 0,
    disputes: row?.disputes ?? 0,
    overturned: row?.overturned ?? 0,
    upheld: row?.upheld ?? 0,
  };
}
