import { sql } from 'drizzle-orm';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';

/** The median is that of this many newest settled cases. */
const RECENT = 500;

/** What came of all audits and disputes of the market. Amounts in token units, times in seconds. */
export type DisputeStats = {
  /** Deals with a posted result: what could be audited or disputed. */
  readonly results: number;
  readonly audits: number;
  readonly disputes: number;
  /** Cases that are not settled. */
  readonly open: number;
  readonly upheld: number;
  readonly overturned: number;
  /** From opening to settlement; null while none is settled. */
  readonly medianSeconds: number | null;
  /** What providers lost by overturned results, and mediators by being wrong or away. */
  readonly providerFines: bigint;
  readonly seatFines: bigint;
};

export async function readDisputeStats(db: Db): Promise<DisputeStats> {
  const { rows } = await db.execute<{
    results: number;
    audits: number;
    disputes: number;
    open: number;
    upheld: number;
    overturned: number;
    median: number | null;
    provider_fines: string | null;
    seat_fines: string | null;
  }>(sql`
    with cases as (
      select case_opened_at, settled_at, cause, outcome, provider_net, seat_fines
      from ${deals} where case_opened_at is not null
    ),
    recent as (
      select settled_at - case_opened_at as seconds from cases
      where settled_at is not null order by settled_at desc limit ${RECENT}
    )
    select
      (select count(*)::int from ${deals} where posted_at is not null) as results,
      count(*) filter (where cause <> 'Dispute')::int as audits,
      count(*) filter (where cause = 'Dispute')::int as disputes,
      count(*) filter (where settled_at is null)::int as open,
      count(*) filter (where outcome = 'Upheld')::int as upheld,
      count(*) filter (where outcome = 'Overturned')::int as overturned,
      (select percentile_cont(0.5) within group (order by seconds) from recent) as median,
      sum(-provider_net) filter (where outcome = 'Overturned') as provider_fines,
      sum(seat_fines) as seat_fines
    from cases
  `);
  const row = rows[0];
  return {
    results: row?.results ?? 0,
    audits: row?.audits ?? 0,
    disputes: row?.disputes ?? 0,
    open: row?.open ?? 0,
    upheld: row?.upheld ?? 0,
    overturned: row?.overturned ?? 0,
    medianSeconds: row?.median ?? null,
    providerFines: BigInt(row?.provider_fines ?? 0),
    seatFines: BigInt(row?.seat_fines ?? 0),
  };
}
