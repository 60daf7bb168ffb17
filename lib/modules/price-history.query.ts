import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';
import type { PaidRun } from './price-history';

/** What the newest paid runs of a module cost, oldest first. */
export async function readPriceHistory(db: Db, moduleId: Hex, limit: number): Promise<PaidRun[]> {
  const rows = await db
    .select({ at: deals.matchedAt, price: deals.price })
    .from(deals)
    .where(
      and(
        eq(deals.moduleId, moduleId),
        inArray(deals.outcome, ['Accepted', 'Upheld']),
        isNotNull(deals.price),
      ),
    )
    .orderBy(desc(deals.matchedAt), desc(deals.id))
    .limit(limit);
  return rows.reverse().map(({ at, price }) => ({ at: Number(at), price: price ?? 0n }));
}
