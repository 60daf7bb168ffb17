import { and, type SQL, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { CauseName, OutcomeName, SeatRecord } from '../chain/deal-facts';
import type { Db } from '../db/database.server';
import { conditionsOf } from '../deals/deals.query';

/** One seat of one mediator. Amounts in token units, times in seconds since 1970. */
export type SeatItem = {
  readonly dealId: Hex;
  readonly moduleId: Hex;
  readonly court: Hex;
  readonly cause: CauseName;
  /** 2 after an appeal or a re-seating. */
  readonly panel: number;
  readonly seatedAt: number;
  /** null where it has not committed. */
  readonly committedAt: number | null;
  /** How the settlement judged it; null while the deal lives. */
  readonly record: SeatRecord | null;
  readonly outcome: OutcomeName | null;
  readonly fee: bigint;
  readonly slashed: bigint;
};

export type SeatCursor = { readonly at: bigint; readonly id: Hex };

/**
 * Every seat that was drawn in the deals that fit, one a row: mediator, panel, seated_at,
 * committed_at, judged (SeatRecord), fee, slashed, and the deal's columns. A mediator sits in a
 * deal once at most.
 */
export function seatsOf(where: SQL | undefined): SQL {
  return sql`
    select
      lower(p.mediator) as mediator, p.panel,
      ${deals.id} as id, ${deals.moduleId} as module_id, ${deals.court} as court,
      ${deals.cause} as cause, ${deals.outcome} as outcome,
      (select array_agg((h.moment->>'timestamp')::bigint order by h.place)
        from jsonb_array_elements(${deals.record}->'history') with ordinality h(moment, place)
        where h.moment->>'name' = 'PanelSeated')[p.panel] as seated_at,
      (select (c.entry->>'at')::bigint from jsonb_array_elements(${deals.record}->'commits') c(entry)
        where lower(c.entry->>'mediator') = lower(p.mediator) limit 1) as committed_at,
      (s.entry->>'record')::int as judged,
      coalesce(rtrim(s.entry->>'fee', 'n')::numeric, 0) as fee,
      coalesce(rtrim(s.entry->>'slashed', 'n')::numeric, 0) as slashed
    from ${deals}
    cross join lateral (
      select jsonb_array_elements_text(${deals.record}->'case'->'firstPanel') as mediator, 1 as panel
      union all
      select jsonb_array_elements_text(${deals.record}->'case'->'secondPanel'), 2
    ) p
    left join lateral (
      select e.entry from jsonb_array_elements(${deals.record}->'seats') e(entry)
      where lower(e.entry->>'mediator') = lower(p.mediator) limit 1
    ) s on true
    where ${and(sql`${deals.caseOpenedAt} is not null`, where)}
  `;
}

/** A mediator's seats, newest first, a page at a time. `after`: the cursor of the page before. */
export async function listSeats(
  db: Db,
  mediator: Hex,
  page: { limit: number; after?: SeatCursor | undefined },
): Promise<{ items: SeatItem[]; next: SeatCursor | null }> {
  const address = mediator.toLowerCase();
  const before = page.after
    ? sql`and (seated_at, id) < (${page.after.at.toString()}::bigint, ${page.after.id})`
    : sql``;
  const { rows } = await db.execute<SeatRow>(sql`
    select * from (${seatsOf(and(...conditionsOf({ seat: mediator })))}) seats
    where mediator = ${address} ${before}
    order by seated_at desc, id desc limit ${page.limit + 1}
  `);
  const items = rows.slice(0, page.limit).map(itemOf);
  const last = items.at(-1);
  const hasMore = rows.length > page.limit && last;
  return { items, next: hasMore ? { at: BigInt(last.seatedAt), id: last.dealId } : null };
}

type SeatRow = {
  id: Hex;
  module_id: Hex;
  court: Hex;
  cause: CauseName;
  outcome: OutcomeName | null;
  panel: number;
  seated_at: string;
  committed_at: string | null;
  judged: SeatRecord | null;
  fee: string;
  slashed: string;
};

function itemOf(row: SeatRow): SeatItem {
  return {
    dealId: row.id,
    moduleId: row.module_id,
    court: row.court,
    cause: row.cause,
    panel: row.panel,
    seatedAt: Number(row.seated_at),
    committedAt: row.committed_at === null ? null : Number(row.committed_at),
    record: row.judged,
    outcome: row.outcome,
    fee: BigInt(row.fee),
    slashed: BigInt(row.slashed),
  };
}
