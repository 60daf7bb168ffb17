import { and, desc, eq, isNull, or } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { DealRecord } from '../chain/deal-fold';
import type { Db } from '../db/database.server';
import { conditionsOf } from '../deals/deals.query';

/** The live deals in which an account is buyer, provider or has a seat, newest first. */
export async function listLiveDealsOf(
  db: Db,
  account: Address,
  limit: number,
): Promise<DealRecord[]> {
  const address = account.toLowerCase() as Hex;
  const rows = await db
    .select({ record: deals.record })
    .from(deals)
    .where(
      and(
        isNull(deals.settledAt),
        or(
          eq(deals.buyer, address),
          eq(deals.provider, address),
          ...conditionsOf({ seat: address }),
        ),
      ),
    )
    .orderBy(desc(deals.matchedAt), desc(deals.id))
    .limit(limit);
  return rows.map(({ record }) => record);
}
