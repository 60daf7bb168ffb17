import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';

/** What came before the panels of one court. Times in seconds. */
export type CourtRecord = {
  readonly deals: number;
  /** Deals that called a panel, of which `live` are not settled. */
  readonly cases: number;
  readonly live: number;
  readonly upheld: number;
  readonly overturned: number;
  readonly inputsUnavailable: number;
  readonly voided: number;
  readonly appeals: number;
  /** From the case's opening to its settlement; null where none is settled. */
  readonly medianCaseSeconds: number | null;
};

/** The record of a court; zeros for one that judged nothing. */
export async function readCourtRecord(db: Db, court: Hex): Promise<CourtRecord> {
  const { rows } = await db.execute<{
    deals: number;
    cases: number;
    live: number;
    upheld: number;
    overturned: number;
    inputs_unavailable: number;
    voided: number;
    appeals: number;
    median_case: number | null;
  }>(sql`
    select
      count(*)::int as deals,
      count(*) filter (where case_opened_at is not null)::int as cases,
      count(*) filter (where case_opened_at is not null and settled_at is null)::int as live,
      count(*) filter (where outcome = 'Upheld')::int as upheld,
      count(*) filter (where outcome = 'Overturned')::int as overturned,
      count(*) filter (where outcome = 'InputsUnavailable')::int as inputs_unavailable,
      count(*) filter (where outcome = 'Void')::int as voided,
      count(*) filter (where case_opened_at is not null
        and record->'history' @> '[{"name": "VerdictAppealed"}]')::int as appeals,
      percentile_cont(0.5) within group (order by settled_at - case_opened_at) as median_case
    from ${deals} where court = ${court.toLowerCase()}
  `);
  const row = rows[0];
  return {
    deals: row?.deals ?? 0,
    cases: row?.cases ?? 0,
    live: row?.live ?? 0,
    upheld: row?.upheld ?? 0,
    overturned: row?.overturned ?? 0,
    inputsUnavailable: row?.inputs_unavailable ?? 0,
    voided: row?.voided ?? 0,
    appeals: row?.appeals ?? 0,
    medianCaseSeconds: row?.median_case ?? null,
  };
}
