import { asc, eq, ne, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import { resourceUses } from '../../drizzle/schema/resource-uses';
import { causeNameOf, outcomeNameOf, stageNameOf } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import type { Db } from '../db/database.server';
import { providerLockOf } from '../offers/price';
import { dealNetOf } from './deal-net';

/** What a deal's events came to so far; undefined for an unknown one. */
export async function findDealRecord(db: Db, id: Hex): Promise<DealRecord | undefined> {
  const rows = await db.select({ record: deals.record }).from(deals).where(eq(deals.id, id));
  return rows[0]?.record;
}

/** Every deal that is not settled, oldest first. */
export async function listLiveDealIds(db: Db): Promise<Hex[]> {
  const rows = await db
    .select({ id: deals.id })
    .from(deals)
    .where(ne(deals.stage, 'Settled'))
    .orderBy(asc(deals.matchedAt));
  return rows.map((row) => row.id);
}

/** Puts the fold in place of an earlier one. */
export async function saveDealRecord(db: Db, record: DealRecord): Promise<void> {
  const row = rowOf(record);
  const [saved] = await db
    .insert(deals)
    .values(row)
    .onConflictDoUpdate({ target: deals.id, set: row })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  if (saved?.isNew) await countUse(db, row.provider, row.resourceNonce, 1);
}

export async function deleteDeal(db: Db, id: Hex): Promise<void> {
  const removed = await db.delete(deals).where(eq(deals.id, id)).returning();
  for (const { provider, resourceNonce } of removed)
    await countUse(db, provider, resourceNonce, -1);
}

async function countUse(db: Db, provider: Hex, nonce: bigint, change: 1 | -1): Promise<void> {
  await db
    .insert(resourceUses)
    .values({ provider, nonce, deals: change })
    .onConflictDoUpdate({
      target: [resourceUses.provider, resourceUses.nonce],
      set: { deals: sql`${resourceUses.deals} + ${change}` },
    });
}

function rowOf(record: DealRecord): typeof deals.$inferInsert {
  const { terms, outcome } = record;
  const last = record.history.at(-1);
  const net = dealNetOf(record);
  const stakes = stakesOf(terms);
  if (!last) throw new Error(`Deal ${record.dealId} has no history`);
  return {
    id: record.dealId,
    buyer: terms.buyer,
    provider: terms.provider,
    jobOfferHash: record.jobOfferHash,
    jobNonce: terms.jobNonce,
    attempt: terms.attempt,
    resourceOfferHash: record.resourceOfferHash,
    resourceNonce: terms.resourceNonce,
    moduleId: record.work.moduleId,
    court: terms.court,
    value: stakes.value,
    providerLock: providerLockOf(stakes, terms.resourceSolverFee),
    stage: stageNameOf(record.stage),
    cause: record.case ? causeNameOf(record.case.cause) : null,
    outcome: outcome === undefined ? null : outcomeNameOf(outcome),
    price: record.price ?? null,
    buyerNet: net?.buyer ?? null,
    providerNet: net?.provider ?? null,
    seatFines: record.seats.reduce((sum, { slashed }) => sum + slashed, 0n),
    jobFree: record.jobFree ?? null,
    matchedAt: BigInt(terms.matchedAt),
    postedAt: secondsOrNull(record.postedAt),
    caseOpenedAt: secondsOrNull(record.caseOpenedAt),
    settledAt: secondsOrNull(record.settledAt),
    record,
    lastBlock: last.blockNumber,
    lastLogIndex: last.logIndex,
  };
}

function secondsOrNull(value: number | undefined): bigint | null {
  return value === undefined ? null : BigInt(value);
}
