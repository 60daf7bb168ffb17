import { and, desc, eq, getTableColumns, isNull, like, or, type SQL, sql } from 'drizzle-orm';
import { getAddress, type Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import { listSubjectEvents } from '../chain/chain-history.repo';
import type { OutcomeName, StageName } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import type { Db } from '../db/database.server';
import { isServedBy } from '../providers/deals-of.query';

/** A deal in a list: what its row shows, and the facts that its status is derived from. */
export type DealSummary = Pick<
  DealRecord,
  | 'dealId'
  | 'terms'
  | 'work'
  | 'resourceOfferHash'
  | 'stage'
  | 'post'
  | 'postedAt'
  | 'case'
  | 'caseOpenedAt'
  | 'outcome'
  | 'price'
  | 'payout'
  | 'jobFree'
  | 'settledAt'
> & {
  /** V, in token units. */
  readonly value: bigint;
  /** What the settlement left the parties with; null while the deal lives. */
  readonly buyerNet: bigint | null;
  readonly providerNet: bigint | null;
};

export type DealFilter = {
  readonly buyer?: Hex | undefined;
  readonly provider?: Hex | undefined;
  /** The agent's key that keeps the deal's resource offer live: a machine. */
  readonly agent?: Hex | undefined;
  /** Buyer or provider. */
  readonly party?: Hex | undefined;
  /** The same, of a search within the deals of a party. */
  readonly searched?: Hex | undefined;
  /** Mediator that had a seat in one of the deal's panels. */
  readonly seat?: Hex | undefined;
  readonly moduleId?: Hex | undefined;
  readonly court?: Hex | undefined;
  readonly jobOfferHash?: Hex | undefined;
  readonly stage?: StageName | undefined;
  readonly outcome?: OutcomeName | undefined;
  /** Live or settled; both where undefined. */
  readonly isLive?: boolean | undefined;
  /** Beginning of the deal's id, "0x1f3a". */
  readonly idPrefix?: string | undefined;
};

/** Where a page ends; the next one starts after it. Times in seconds. */
export type DealCursor = { readonly at: bigint; readonly id: Hex };

export type DealPage = { readonly items: DealSummary[]; readonly next: DealCursor | null };

/** Deals, newest first, a page at a time. `after`: the cursor that the page before answered. */
export async function listDeals(
  db: Db,
  filter: DealFilter,
  page: { limit: number; after?: DealCursor | undefined },
): Promise<DealPage> {
  const rows = await db
    .select(columns)
    .from(deals)
    .where(and(...conditionsOf(filter), page.after && isBefore(page.after)))
    .orderBy(desc(deals.matchedAt), desc(deals.id))
    .limit(page.limit + 1);
  const items = rows.slice(0, page.limit).map(summaryOf);
  const last = rows[page.limit - 1];
  const hasMore = rows.length > page.limit && last;
  return { items, next: hasMore ? { at: last.matchedAt, id: last.id } : null };
}

export type DealEventItem = {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transactionHash: Hex;
  /** Seconds since 1970. */
  readonly at: number;
};

export type DealDetail = {
  readonly record: DealRecord;
  readonly value: bigint;
  readonly buyerNet: bigint | null;
  readonly providerNet: bigint | null;
  readonly events: readonly DealEventItem[];
  /** All deals of the same job offer, in order: earlier and later attempts. */
  readonly attempts: readonly Hex[];
};

/** One deal with its whole history; undefined for an unknown id. */
export async function findDeal(db: Db, id: Hex): Promise<DealDetail | undefined> {
  const [row] = await db.select(columns).from(deals).where(eq(deals.id, id));
  if (!row) return undefined;
  const attempts = await db
    .select({ id: deals.id })
    .from(deals)
    .where(eq(deals.jobOfferHash, row.record.jobOfferHash))
    .orderBy(deals.attempt, deals.matchedAt);
  return {
    record: row.record,
    value: row.value,
    buyerNet: row.buyerNet,
    providerNet: row.providerNet,
    events: await listDealEvents(db, id),
    attempts: attempts.map((attempt) => attempt.id),
  };
}

/** A deal's events in order; none of an unknown deal. */
export async function listDealEvents(db: Db, id: Hex): Promise<DealEventItem[]> {
  const events = await listSubjectEvents(db, { kind: 'deal', id });
  return events.map((event) => ({
    name: event.name,
    args: event.args,
    blockNumber: event.blockNumber,
    logIndex: event.logIndex,
    transactionHash: event.transactionHash,
    at: Number(event.blockTimestamp),
  }));
}

const { id, matchedAt, caseOpenedAt, value, buyerNet, providerNet, record } =
  getTableColumns(deals);
/** What lists read of a row. */
export const columns = { id, matchedAt, caseOpenedAt, value, buyerNet, providerNet, record };

/** A row as a list shows it. */
export function summaryOf(row: {
  record: DealRecord;
  value: bigint;
  buyerNet: bigint | null;
  providerNet: bigint | null;
}): DealSummary {
  const {
    packedTerms,
    directory,
    jobDirectories,
    resourceDirectories,
    commits,
    seats,
    history,
    ...rest
  } = row.record;
  return { ...rest, value: row.value, buyerNet: row.buyerNet, providerNet: row.providerNet };
}

/** The filter as conditions on the deals table. */
export function conditionsOf(filter: DealFilter): (SQL | undefined)[] {
  const { buyer, provider, party, seat, moduleId, jobOfferHash, stage, outcome, isLive } = filter;
  return [
    buyer && eq(deals.buyer, buyer),
    provider && eq(deals.provider, provider),
    filter.agent && isServedBy(filter.agent),
    party && or(eq(deals.buyer, party), eq(deals.provider, party)),
    filter.searched && or(eq(deals.buyer, filter.searched), eq(deals.provider, filter.searched)),
    seat && hasSeat(seat),
    moduleId && eq(deals.moduleId, moduleId),
    filter.court && eq(deals.court, filter.court),
    jobOfferHash && eq(deals.jobOfferHash, jobOfferHash),
    stage && eq(deals.stage, stage),
    outcome && eq(deals.outcome, outcome),
    isLive === true ? isNull(deals.settledAt) : undefined,
    isLive === false ? sql`${deals.settledAt} is not null` : undefined,
    filter.idPrefix === undefined ? undefined : like(deals.id, `${escapeLike(filter.idPrefix)}%`),
  ];
}

function hasSeat(mediator: Hex): SQL {
  const seat = JSON.stringify([getAddress(mediator)]);
  // As the index deals_seats has it.
  return sql`(${deals.caseOpenedAt} is not null and
    ((${deals.record}->'case'->'firstPanel') || (${deals.record}->'case'->'secondPanel'))
      @> ${seat}::jsonb)`;
}

function isBefore({ at, id }: DealCursor): SQL {
  return sql`(${deals.matchedAt}, ${deals.id}) < (${at.toString()}::bigint, ${id})`;
}

function escapeLike(text: string): string {
  return text.toLowerCase().replace(/[\\%_]/g, (char) => `\\${char}`);
}
