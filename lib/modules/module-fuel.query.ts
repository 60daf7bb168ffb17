import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';

/**
 * Median fuel of a module's paid runs; null while there is none. Exact JSON writes 5n as "5n".
 *
 * @param oneRun for a module that takes map jobs: the limit that one run gets. A map job's fuel is
 *   the sum over its items, whose number stands in its inputs alone; it is known by a limit above
 *   that of one run, and left out.
 */
export async function medianFuel(db: Db, moduleId: Hex, oneRun?: bigint): Promise<bigint | null> {
  const isOneRun =
    oneRun === undefined
      ? sql`true`
      : sql`rtrim(record->'terms'->>'fuelLimit', 'n')::numeric <= ${oneRun.toString()}::numeric`;
  const { rows } = await db.execute<{ fuel: string | null }>(sql`
    select percentile_disc(0.5) within group (
      order by rtrim(record->'post'->>'fuelUsed', 'n')::numeric
    ) as fuel
    from ${deals}
    where module_id = ${moduleId} and outcome in ('Accepted', 'Upheld') and ${isOneRun}
  `);
  const fuel = rows[0]?.fuel;
  return fuel === null || fuel === undefined ? null : BigInt(fuel);
}
