import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.server';
import type { OfferCursor } from './list-parts.query';
import type { OfferSort } from './offer-sort';
import {
  type Bound,
  INDEXED_SHARE,
  type IndexedPrice,
  impliedBounds,
  nearestPrice,
} from './price-bounds';
import { numberSql, type SearchFacts, searched } from './search-columns.query';

/** Offers that are looked at for a bound: as many as a scan of all reads in a small part of its time. */
const TRIED = 4_000;

/**
 * What the first `limit` offers by price have to be, in figures that have an index. No index is in
 * the order of a price that depends on the run's fuel; but once so many offers that fit are known,
 * none dearer than all of them belongs to the page. They are looked for where an indexed price is
 * least (or highest), from the cursor on. Nothing is said for other sorts, and where an index has the
 * order itself.
 */
export async function priceBounds(
  tx: Db,
  search: SearchFacts & { readonly sort: OfferSort; readonly after?: OfferCursor | undefined },
  condition: SQL,
  limit: number,
): Promise<SQL> {
  const { sort, fuel, after } = search;
  const share = Number(fuel) / 1e9;
  if (sort.field !== 'price' || share === INDEXED_SHARE) return sql`true`;
  const [near, far] = sort.isDescending
    ? (['most', 'least'] as const)
    : (['least', 'most'] as const);
  const isBehind =
    typeof after?.figure === 'number' ? boundsSql(search, { [near]: after.figure }) : sql`true`;
  const some = sql`(select * from offer_facets f where ${isBehind}
    order by ${indexedSql(nearestPrice(share), search)} ${sql.raw(sort.isDescending ? 'desc' : 'asc')}
    limit ${TRIED})`;
  const { rows } = await tx.execute<{ least: number; most: number; count: number }>(sql`
    select min(price) as least, max(price) as most, count(*)::int as count from (
      select ${numberSql('price', search)} as price
      from ${searched(search, some)} where ${condition} limit ${limit}
    ) found
  `);
  const [found] = rows;
  if (!found || found.count < limit) return isBehind;
  return sql`${isBehind} and ${boundsSql(search, { [far]: found[far] })}`;
}

/** What a bound on the price says of the indexed ones. */
function boundsSql(search: SearchFacts, bound: Bound): SQL {
  const implied = [...impliedBounds(Number(search.fuel) / 1e9, bound)];
  const conditions = implied.flatMap(([name, { least, most }]) => {
    const figure = indexedSql(name, search);
    return [
      ...(least === undefined ? [] : [sql`${figure} >= ${least}::float8`]),
      ...(most === undefined ? [] : [sql`${figure} <= ${most}::float8`]),
    ];
  });
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function indexedSql(name: IndexedPrice, facts: SearchFacts): SQL {
  if (name !== 'price.indexed') return numberSql(name, facts);
  return numberSql('price', { ...facts, fuel: BigInt(INDEXED_SHARE) * 1_000_000_000n });
}
