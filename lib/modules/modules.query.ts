import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';

/** How a module has been used so far. */
export type ModuleUse = {
  readonly moduleId: Hex;
  readonly deals: number;
  /** Seconds from match to post; null while nothing was posted. */
  readonly medianResultSeconds: number | null;
  /** Token units; null while nothing was paid. */
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
    select
      module_id,
      count(*)::int as deals,
      percentile_cont(0.5) within group (order by posted_at - matched_at) as median_result,
      percentile_disc(0.5) within group (order by price)
        filter (where outcome in ('Accepted', 'Upheld')) as median_price,
      max(matched_at) as last_deal_at
    from ${deals}
    group by module_id
    order by deals desc, module_id
  `);
  return rows.map((row) => ({
    moduleId: row.module_id,
    deals: row.deals,
    medianResultSeconds: row.median_result,
    medianPrice: row.median_price === null ? null : BigInt(row.median_price),
    lastDealAt: Number(row.last_deal_at),
  }));
}
