import { sql } from 'drizzle-orm';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';
import { type DealsOwner, isDealOf } from './deals-of.query';
import { BARS_OF, type EarningsBar, startsOf } from './earnings';
import type { HistoryRange } from './machine-api';

/** Earnings by hour or day of settlement, oldest first and without gaps. `now` in seconds. */
export async function readEarnings(
  db: Db,
  owner: DealsOwner,
  now: number,
  range: HistoryRange,
): Promise<EarningsBar[]> {
  const { step } = BARS_OF[range];
  const starts = startsOf(range, now);
  const { rows } = await db.execute<{ start: string; deals: number; earned: string; lost: string }>(
    sql`
      select settled_at / ${step} * ${step} as start, count(*)::int as deals,
        sum(greatest(provider_net, 0)) as earned, sum(greatest(-provider_net, 0)) as lost
      from ${deals} where ${isDealOf(owner)} and settled_at >= ${starts[0]}
      group by 1
    `,
  );
  const found = new Map(rows.map((row) => [Number(row.start), row]));
  return starts.map((start) => {
    const row = found.get(start);
    return {
      start,
      deals: row?.deals ?? 0,
      earned: BigInt(row?.earned ?? 0),
      lost: BigInt(row?.lost ?? 0),
    };
  });
}
