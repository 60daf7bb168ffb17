import { and, desc, eq, isNotNull, ne, type SQL, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';
import {
  columns,
  conditionsOf,
  type DealCursor,
  type DealDetail,
  type DealFilter,
  type DealPage,
  findDeal,
  summaryOf,
} from '../deals/deals.query';
import { type CourtItem, findCourt } from '../offers/courts.query';

export type DisputeFilter = DealFilter & {
  /** Opened by the buyer, or by a draw (or for want of a receipt). */
  readonly kind?: 'dispute' | 'audit' | undefined;
};

/** Deals that ever went before a panel, the newest case first, a page at a time. */
export async function listDisputes(
  db: Db,
  { kind, ...filter }: DisputeFilter,
  page: { limit: number; after?: DealCursor | undefined },
): Promise<DealPage> {
  const rows = await db
    .select(columns)
    .from(deals)
    .where(
      and(
        isNotNull(deals.caseOpenedAt),
        ...conditionsOf(filter),
        kind === 'dispute' ? eq(deals.cause, 'Dispute') : undefined,
        kind === 'audit' ? ne(deals.cause, 'Dispute') : undefined,
        page.after && isBefore(page.after),
      ),
    )
    .orderBy(desc(deals.caseOpenedAt), desc(deals.id))
    .limit(page.limit + 1);
  const last = rows[page.limit - 1];
  const hasMore = rows.length > page.limit && last;
  return {
    items: rows.slice(0, page.limit).map(summaryOf),
    next: hasMore ? { at: last.caseOpenedAt ?? 0n, id: last.id } : null,
  };
}

export type DisputeDetail = DealDetail & { readonly court: CourtItem | null };

/** A deal that went before a panel, with the court it was drawn from; undefined for any other. */
export async function findDispute(db: Db, id: Hex): Promise<DisputeDetail | undefined> {
  const deal = await findDeal(db, id);
  if (!deal?.record.case) return undefined;
  return { ...deal, court: (await findCourt(db, deal.record.terms.court)) ?? null };
}

function isBefore({ at, id }: DealCursor): SQL {
  return sql`(${deals.caseOpenedAt}, ${deals.id}) < (${at.toString()}::bigint, ${id})`;
}
