import { and, desc, eq, or, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { chainEvents } from '../../drizzle/schema/chain-events';
import { deals } from '../../drizzle/schema/deals';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import type { Db } from '../db/database.server';
import { type DealsOwner, isDealOf } from '../providers/deals-of.query';

/** What the deals of a provider, or of one of its machines, came to. Amounts in token units. */
export type MachineRecord = {
  readonly deals: number;
  readonly live: number;
  /** Settled with a paid result. */
  readonly paid: number;
  readonly net: bigint;
  readonly netLastDay: bigint;
};

/** `now` in seconds; the last day is the last 24 hours. */
export async function readMachineRecord(
  db: Db,
  owner: DealsOwner,
  now: number,
): Promise<MachineRecord> {
  const { rows } = await db.execute<RecordRow>(
    sql`select ${figures(now)} from ${deals} where ${isDealOf(owner)}`,
  );
  return recordOf(rows[0]);
}

type RecordRow = {
  deals: number;
  live: number;
  paid: number;
  net: string | null;
  last_day: string | null;
};

const figures = (now: number) => sql`
  count(*)::int as deals, count(*) filter (where settled_at is null)::int as live,
  count(*) filter (where outcome in ('Accepted', 'Upheld'))::int as paid,
  sum(provider_net) as net,
  sum(provider_net) filter (where settled_at > ${now - 86_400}) as last_day`;

function recordOf(row: RecordRow | undefined): MachineRecord {
  return {
    deals: row?.deals ?? 0,
    live: row?.live ?? 0,
    paid: row?.paid ?? 0,
    net: BigInt(row?.net ?? 0),
    netLastDay: BigInt(row?.last_day ?? 0),
  };
}

const POSTED = eq(chainEvents.name, 'ResultPosted');
/** Its end is the decline itself. */
const DECLINED = and(eq(chainEvents.name, 'DealSettled'), eq(deals.outcome, 'Declined'));
const isSentFor = (owner: DealsOwner) =>
  and(eq(chainEvents.subjectKind, 'deal'), or(POSTED, DECLINED), isDealOf(owner));

/** The newest transactions that brought a machine's results and declines: its agent paid their gas. */
export async function listAgentTransactions(
  db: Db,
  owner: DealsOwner,
  limit: number,
): Promise<Hex[]> {
  const rows = await db
    .select({ transaction: chainEvents.transactionHash })
    .from(chainEvents)
    .innerJoin(deals, eq(sql`${deals.id}`, chainEvents.subjectId))
    .where(isSentFor(owner))
    .groupBy(chainEvents.transactionHash)
    .orderBy(desc(sql`max(${chainEvents.blockNumber})`))
    .limit(limit);
  return rows.map(({ transaction }) => transaction);
}

/** How many transactions brought results and declines of a machine. */
export async function countAgentTransactions(db: Db, owner: DealsOwner): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(distinct ${chainEvents.transactionHash})::int as count
    from ${chainEvents} join ${deals} on ${deals.id} = ${chainEvents.subjectId}
    where ${isSentFor(owner)}`);
  return rows[0]?.count ?? 0;
}

/** What each of a provider's machines came to, by the key that keeps the offers of its deals live. */
export async function listMachineRecords(
  db: Db,
  provider: Hex,
  now: number,
): Promise<(MachineRecord & { readonly agent: Hex })[]> {
  const { rows } = await db.execute<RecordRow & { agent: Hex }>(sql`
    select o.ticket_key as agent, ${figures(now)}
    from ${deals} join ${resourceOffers} o on o.hash = ${deals.resourceOfferHash}
    where ${isDealOf({ provider })} group by 1 order by 1
  `);
  return rows.map((row) => ({ agent: row.agent, ...recordOf(row) }));
}
