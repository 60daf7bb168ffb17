import { sql } from 'drizzle-orm';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';

/** Medians are those of this many newest settled deals with a result. */
const RECENT = 500;

/** The median deal of the market lately. Times in seconds. */
export type UsualDeal = {
  /** Of how many deals. */
  readonly deals: number;
  readonly fuel: bigint;
  /** V in the price: how much more the limit allows than the run takes. */
  readonly valueRatio: number;
  /** From the match to the settlement: how long collateral is locked. */
  readonly lockedSeconds: number;
  readonly theta: number;
  readonly n: number;
  readonly auditBps: number;
  /** How much longer those were locked that a panel looked at; null where none was. */
  readonly panelSeconds: number | null;
};

/** What a deal is like; undefined while none was settled with a result. */
export async function readUsualDeal(db: Db): Promise<UsualDeal | undefined> {
  const median = (value: string, where = 'true') =>
    sql.raw(`percentile_cont(0.5) within group (order by ${value}) filter (where ${where})`);
  const { rows } = await db.execute<Record<string, number | null> & { deals: number }>(sql`
    with recent as (
      select rtrim(record->'post'->>'fuelUsed', 'n')::float8 as fuel,
        value::float8 / nullif(price, 0)::float8 as ratio,
        settled_at - matched_at as locked,
        case_opened_at is not null as judged,
        (record->'terms'->>'theta')::float8 as theta, (record->'terms'->>'n')::float8 as n,
        (record->'terms'->>'auditBps')::float8 as audit
      from ${deals} where settled_at is not null and posted_at is not null
      order by matched_at desc, id desc limit ${RECENT}
    )
    select count(*)::int as deals, ${median('fuel')} as fuel, ${median('ratio')} as ratio,
      ${median('locked', 'not judged')} as locked, ${median('locked', 'judged')} as judged,
      ${median('theta')} as theta, ${median('n')} as n, ${median('audit')} as audit
    from recent
  `);
  const row = rows[0];
  if (!row || row.deals === 0) return undefined;
  const lockedSeconds = row.locked ?? row.judged ?? 0;
  return {
    deals: row.deals,
    fuel: BigInt(Math.round(row.fuel ?? 0)),
    valueRatio: row.ratio ?? 1,
    lockedSeconds,
    theta: Math.round(row.theta ?? 0),
    n: Math.round(row.n ?? 0),
    auditBps: Math.round(row.audit ?? 0),
    panelSeconds: row.judged === null ? null : Math.max(0, (row.judged ?? 0) - lockedSeconds),
  };
}
