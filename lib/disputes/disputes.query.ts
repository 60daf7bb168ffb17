import { and, desc, eq, isNotNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import type { DealRecord } from '../chain/deal-fold';
import type { Db } from '../db/database.server';
import {
  columns,
  conditionsOf,
  type DealCursor,
  type DealDetail,
  type DealFilter,
  type DealSummary,
  findDeal,
  summaryOf,
} from '../deals/deals.query';
import { type CourtItem, findCourt } from '../offers/courts.query';
import { includesHex } from '../shared/address';

export type DisputeFilter = DealFilter & {
  /** Opened by the buyer, or by a draw (or for want of a receipt). */
  readonly kind?: 'dispute' | 'audit' | undefined;
  /** Buyer, provider or seat. */
  readonly who?: Hex | undefined;
};

/** A case in a list: its deal, and how many seats of the panel that sits have committed. */
export type DisputeSummary = DealSummary & { readonly committed: number };

export type DisputePage = { readonly items: DisputeSummary[]; readonly next: DealCursor | null };

/** Deals that ever went before a panel, the newest case first, a page at a time. */
export async function listDisputes(
  db: Db,
  filter: DisputeFilter,
  page: { limit: number; after?: DealCursor | undefined },
): Promise<DisputePage> {
  const rows = await db
    .select(columns)
    .from(deals)
    .where(and(...casesOf(filter), page.after && isBefore(page.after)))
    .orderBy(desc(deals.caseOpenedAt), desc(deals.id))
    .limit(page.limit + 1);
  const last = rows[page.limit - 1];
  const hasMore = rows.length > page.limit && last;
  return {
    items: rows.slice(0, page.limit).map((row) => ({
      ...summaryOf(row),
      committed: committedOf(row.record),
    })),
    next: hasMore ? { at: last.caseOpenedAt ?? 0n, id: last.id } : null,
  };
}

/** How many cases a list has, over all of its pages. */
export async function countDisputes(db: Db, filter: DisputeFilter): Promise<number> {
  const rows = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(deals)
    .where(and(...casesOf(filter)));
  return rows[0]?.count ?? 0;
}

function casesOf({ kind, who, ...filter }: DisputeFilter): (SQL | undefined)[] {
  return [
    isNotNull(deals.caseOpenedAt),
    ...conditionsOf(filter),
    who && or(...conditionsOf({ party: who }), ...conditionsOf({ seat: who })),
    kind === 'dispute' ? eq(deals.cause, 'Dispute') : undefined,
    kind === 'audit' ? ne(deals.cause, 'Dispute') : undefined,
  ];
}

export type DisputeDetail = DealDetail & { readonly court: CourtItem | null };

/** A deal that went before a panel, with the court it was drawn from; undefined for any other. */
export async function findDispute(db: Db, id: Hex): Promise<DisputeDetail | undefined> {
  const deal = await findDeal(db, id);
  if (!deal?.record.case) return undefined;
  return { ...deal, court: (await findCourt(db, deal.record.terms.court)) ?? null };
}

/** Of the panel that sits, or sat last. */
function committedOf({ case: inCase, commits }: DealRecord): number {
  const panel = inCase?.secondPanel.length ? inCase.secondPanel : (inCase?.firstPanel ?? []);
  return commits.filter(({ mediator }) => includesHex(panel, mediator)).length;
}

function isBefore({ at, id }: DealCursor): SQL {
  return sql`(${deals.caseOpenedAt}, ${deals.id}) < (${at.toString()}::bigint, ${id})`;
}
