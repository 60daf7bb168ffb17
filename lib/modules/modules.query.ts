import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';

/** Medians are taken over this many newest deals of the market. */
const RECENT = 2_000;

/** How a module has been used so far; medians are null where no recent deal has one. */
export type ModuleUse = {
  readonly moduleId: Hex;
  readonly deals: number;
  /** Seconds from match to post. */
  readonly medianResultSeconds: number | null;
  /** Token units, of accepted and upheld deals. */
  readonly medianPrice: bigint | null;
  /** Seconds since 1970. */
  readonly lastDealAt: number;
};

/** The use of every module that was ever bought, most used first. */
export async function listModuleUse(db: Db): Promise<ModuleUse[]> {
  const { rows } = await db.execute<{
    module_id: Hex;
    deals: number;
    median_result: number | null;
    median_price: string | null;
    last_deal_at: string;
  }>(sql`
    with recent as (
      select module_id, posted_at - matched_at as result_seconds,
        case when outcome in ('Accepted', 'Upheld') then price end as price
      from ${deals} order by matched_at desc, id desc limit ${RECENT}
    ),
    medians as (
      select module_id,
        percentile_cont(0.5) within group (order by result_seconds) as median_result,
        percentile_disc(0.5) within group (order by price) as median_price
      from recent group by module_id
    ),
    uses as (
      select module_id, count(*)::int as deals, max(matched_at) as last_deal_at
      from ${deals} group by module_id
    )
    select uses.*, medians.median_result, medians.median_price
    from uses left join medians on medians.module_id = uses.module_id
    order by uses.deals desc, uses.module_id
  `);
  return rows.map((row) => ({
    moduleId: row.module_id,
    deals: row.deals,
    medianResultSeconds: row.median_result,
    medianPrice: row.median_price === null ? null : BigInt(row.median_price),
    lastDealAt: Number(row.last_deal_at),
  }));
}
