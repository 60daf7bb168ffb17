import { sql } from 'drizzle-orm';
import type { Db } from '../../db/database.server';
import type { MisfitGroup } from './constraint';
import { type Constraint, failureCount, firstFailure } from './fit-constraints.query';
import { numberSql, openAt, reading, type SearchFacts, searched } from './search-columns.query';

/** Groups the offers that do not fit by the first thing that each lacks, in the order of checking. */
export async function groupMisfits(
  db: Db,
  facts: SearchFacts,
  constraints: readonly Constraint[],
): Promise<MisfitGroup[]> {
  if (constraints.length === 0) return [];
  const offered = constraints.flatMap(({ offered }, index) => {
    if (!offered) return [];
    const value = offered.nearest === 'most' ? offered.value : sql`-(${offered.value})`;
    return [sql`when ${index}::integer then ${value}`];
  });
  const nearness =
    offered.length === 0 ? sql`null::float8` : sql`case first ${sql.join(offered, sql` `)} end`;
  const { rows } = await reading(db, (tx) =>
    tx.execute<{
      first: number;
      count: number;
      near: number | null;
      let_in: number | null;
      price: number | null;
    }>(sql`
      with misfits as materialized (
        select first, fails = 1 as is_near, price, case when fails = 1 then ${nearness} end as nearness
        from ${searched(facts)}
        cross join lateral (
          select ${firstFailure(constraints)} as first, ${failureCount(constraints)} as fails,
            ${numberSql('price', facts)} as price
          offset 0
        ) checked
        where ${openAt(facts.now)} and first is not null
      ),
      groups as (
        select first, count(*)::int as count, max(nearness) as near from misfits group by first
      ),
      nearest as (
        select m.first, count(*)::int as let_in, min(m.price) as price
        from misfits m join groups g on g.first = m.first
        where m.is_near and m.nearness is not distinct from g.near
        group by m.first
      )
      select g.*, n.let_in, n.price from groups g left join nearest n on n.first = g.first
      order by g.first
    `),
  );
  return rows.flatMap(({ first, count, near, let_in, price }): MisfitGroup[] => {
    const constraint = constraints[first];
    if (!constraint) return [];
    const { key, offered } = constraint;
    if (let_in === null || price === null) return [{ key, count, change: null }];
    const has = near === null ? null : offered?.nearest === 'least' ? -near : near;
    return [{ key, count, change: { offered: has, count: let_in, from: price } }];
  });
}
