import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';

/** Median fuel of a module's paid runs; null while there is none. Exact JSON writes 5n as "5n". */
export async function medianFuel(db: Db, moduleId: Hex): Promise<bigint | null> {
  const { rows } = await db.execute<{ fuel: string | null }>(sql`
    select percentile_disc(0.5) within group (
      order by rtrim(record->'post'->>'fuelUsed', 'n')::numeric
    ) as fuel
    from ${deals}
    where module_id = ${moduleId} and outcome in ('Accepted', 'Upheld')
  `);
  const fuel = rows[0]?.fuel;
  return fuel === null || fuel === undefined ? null : BigInt(fuel);
}
