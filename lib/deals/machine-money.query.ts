import { and, inArray, isNull, notInArray, type SQL, sql } from 'drizzle-orm';
import { deals } from '../../drizzle/schema/deals';
import type { StageName } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import type { Db } from '../db/database.server';
import { longestDeal } from '../offers/deal-windows';
import { priceOf } from '../offers/price';
import { type DealsOwner, isDealOf } from '../providers/deals-of.query';
import type { MarketConfig } from '../shared/market-config';
import type { MachineMoney, Payout } from './machine-money';

type Limits = Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>;

const isLive = isNull(deals.settledAt);
const term = (name: string): SQL => sql`(${deals.record}->'terms'->>${name})`;
const reviewEndsAt = sql`(${deals.record}->'post'->>'reviewEndsAt')::bigint`;
const IN_REVIEW: readonly StageName[] = ['Posted', 'Cleared'];

/** What stands behind all live deals of a provider or a machine, until when, and what is paid next. */
export async function readMachineMoney(
  db: Db,
  owner: DealsOwner,
  limits: Limits,
): Promise<MachineMoney> {
  const [sums, nextPayout] = await Promise.all([
    readLocks(db, owner, limits),
    readNextPayout(db, owner),
  ]);
  return { ...sums, nextPayout };
}

/** Deals of equal windows end in the order of their matches: one row for each pair of windows. */
async function readLocks(
  db: Db,
  owner: DealsOwner,
  limits: Limits,
): Promise<Pick<MachineMoney, 'locked' | 'lockedUntil'>> {
  const isOwnAppeal = sql`lower(${deals.record}->'case'->>'appellant') = ${deals.provider}`;
  const appealLock = sql`${deals.value} * (2 * ${term('n')}::int + 1)`;
  const { rows } = await db.execute<{
    execution: number;
    review: number;
    matched: string;
    locked: string;
  }>(sql`
    select execution, review, max(matched_at)::text as matched, sum(locked)::text as locked from (
      select ${term('executionWindow')}::int as execution, ${term('reviewWindow')}::int as review,
        matched_at, provider_lock + case when ${isOwnAppeal} then ${appealLock} else 0 end as locked
      from ${deals} where ${isLive} and ${isDealOf(owner)}
    ) as live group by 1, 2`);
  const ends = rows.map(({ execution, review, matched }) => {
    const windows = { executionWindow: execution, reviewWindow: review };
    return Number(matched) + longestDeal(windows, limits);
  });
  return {
    locked: rows.reduce((sum, { locked }) => sum + BigInt(locked), 0n),
    lockedUntil: ends.length === 0 ? undefined : ends.reduce((a, b) => Math.max(a, b)),
  };
}

/** A result in review is paid when the review ends; one before a panel is paid when that says so. */
async function readNextPayout(db: Db, owner: DealsOwner): Promise<Payout | undefined> {
  const [row] = await db
    .select({ record: deals.record })
    .from(deals)
    .where(and(isLive, isDealOf(owner), inArray(deals.stage, [...IN_REVIEW])))
    .orderBy(reviewEndsAt, deals.id)
    .limit(1);
  if (!row?.record.post) return undefined;
  const { dealId, terms, post } = row.record;
  const amount = priceOf(terms, post.fuelUsed, terms.fuelLimit);
  return { dealId, amount, at: post.reviewEndsAt };
}

/** Live deals that owe a result, the first to be due first: as many as there are. */
export function listOwedDeals(db: Db, owner: DealsOwner): Promise<DealRecord[]> {
  const due = sql`${deals.matchedAt} + ${term('executionWindow')}::int`;
  return listLive(db, owner, sql`${deals.stage} = 'Matched'`, due);
}

/** Live deals before a panel, the oldest first: as many as there are. */
export function listCases(db: Db, owner: DealsOwner): Promise<DealRecord[]> {
  const isCase = notInArray(deals.stage, ['Matched', ...IN_REVIEW]);
  return listLive(db, owner, isCase, sql`${deals.matchedAt}`);
}

/** Live deals whose result waits in review, the first to end first. */
export function listDealsInReview(db: Db, owner: DealsOwner, limit: number): Promise<DealRecord[]> {
  return listLive(db, owner, inArray(deals.stage, [...IN_REVIEW]), reviewEndsAt, limit);
}

async function listLive(
  db: Db,
  owner: DealsOwner,
  condition: SQL,
  order: SQL,
  limit?: number,
): Promise<DealRecord[]> {
  const query = db
    .select({ record: deals.record })
    .from(deals)
    .where(and(isLive, isDealOf(owner), condition))
    .orderBy(order, deals.id);
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map(({ record }) => record);
}
