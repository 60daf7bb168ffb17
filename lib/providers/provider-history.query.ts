import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import { machineIncidents } from '../../drizzle/schema/machine-incidents';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import type { CauseName, OutcomeName } from '../chain/deal-facts';
import type { Db } from '../db/database.server';
import { type DealsOwner, isDealOf } from './deals-of.query';
import { type DeclinedDeal, declinedDealIn } from './declined-deal';
import { readEarnings } from './earnings.query';

/** Medians are those of this many newest deals of the provider. */
const RECENT = 200;

/** What the deals settled on one day (UTC) left a provider with. */
export type EarningsDay = {
  /** Start of the day, seconds since 1970. */
  readonly day: number;
  readonly deals: number;
  readonly earned: bigint;
  /** What it lost, as a positive amount. */
  readonly lost: bigint;
};

/** How its results stood up. */
export type AuditRecord = {
  /** Deals with a result. */
  readonly posted: number;
  readonly audits: number;
  readonly auditsUpheld: number;
  readonly auditsOverturned: number;
  readonly disputes: number;
  readonly disputesUpheld: number;
  readonly disputesOverturned: number;
};

/** A deal that did not end with a paid result, and why. Times in seconds, amounts in token units. */
export type FailedDeal = {
  readonly dealId: Hex;
  readonly moduleId: Hex;
  readonly outcome: OutcomeName;
  /** Why a panel was called; null where none was. */
  readonly cause: CauseName | null;
  readonly settledAt: number;
  readonly net: bigint;
  /** The most that it would have cost, V. */
  readonly value: bigint;
  /** Why its machine declined it, as its agent told; null where it did not. */
  readonly told: Omit<DeclinedDeal, 'dealId'> | null;
};

export type ProviderHistory = {
  /** The last 30 days, oldest first, without gaps. */
  readonly earnings: readonly EarningsDay[];
  readonly record: AuditRecord;
  readonly failures: readonly FailedDeal[];
  /** Fuel a second from match to post, transfers and queue included; null where it posted nothing. */
  readonly observedFuelPerSecond: bigint | null;
};

/** What became of a provider's deals. `now` in seconds; at most `limit` failures, newest first. */
export async function readProviderHistory(
  db: Db,
  provider: Hex,
  now: number,
  { limit = 20 }: { limit?: number } = {},
): Promise<ProviderHistory> {
  const address = provider.toLowerCase() as Hex;
  const [earnings, record, failures, observedFuelPerSecond] = await Promise.all([
    readEarnings(db, { provider: address }, now, '30d'),
    readRecord(db, address),
    readFailures(db, { provider: address }, limit),
    readSpeed(db, address),
  ]);
  const days = earnings.map(({ start, ...figures }) => ({ day: start, ...figures }));
  return { earnings: days, record, failures, observedFuelPerSecond };
}

async function readRecord(db: Db, address: Hex): Promise<AuditRecord> {
  const { rows } = await db.execute<{
    posted: number;
    audits: number;
    audits_upheld: number;
    audits_overturned: number;
    disputes: number;
    disputes_upheld: number;
    disputes_overturned: number;
  }>(sql`
    select
      count(*) filter (where posted_at is not null)::int as posted,
      count(*) filter (where cause <> 'Dispute')::int as audits,
      count(*) filter (where cause <> 'Dispute' and outcome = 'Upheld')::int as audits_upheld,
      count(*) filter (where cause <> 'Dispute' and outcome = 'Overturned')::int
        as audits_overturned,
      count(*) filter (where cause = 'Dispute')::int as disputes,
      count(*) filter (where cause = 'Dispute' and outcome = 'Upheld')::int as disputes_upheld,
      count(*) filter (where cause = 'Dispute' and outcome = 'Overturned')::int
        as disputes_overturned
    from ${deals} where provider = ${address}
  `);
  const row = rows[0];
  return {
    posted: row?.posted ?? 0,
    audits: row?.audits ?? 0,
    auditsUpheld: row?.audits_upheld ?? 0,
    auditsOverturned: row?.audits_overturned ?? 0,
    disputes: row?.disputes ?? 0,
    disputesUpheld: row?.disputes_upheld ?? 0,
    disputesOverturned: row?.disputes_overturned ?? 0,
  };
}

/** The newest deals of a provider or machine that did not end with a paid result. */
export async function readFailures(
  db: Db,
  owner: DealsOwner,
  limit: number,
): Promise<FailedDeal[]> {
  const { rows } = await db.execute<{
    id: Hex;
    module_id: Hex;
    outcome: OutcomeName;
    cause: CauseName | null;
    settled_at: string;
    net: string | null;
    value: string;
    told: string | null;
  }>(sql`
    select id, module_id, outcome, cause, settled_at, provider_net as net, value,
      case when outcome = 'Declined' then (
        select i.text from ${machineIncidents} i join ${resourceOffers} o on o.ticket_key = i.agent
        where o.hash = ${deals}.resource_offer_hash and i.kind = 'problem' and i.subject = ${deals}.id
        order by i.id limit 1) end as told
    from ${deals}
    where ${isDealOf(owner)}
      and outcome in ('Missed', 'Declined', 'Overturned', 'InputsUnavailable', 'Void')
    order by settled_at desc, id desc limit ${limit}
  `);
  return rows.map((row) => ({
    dealId: row.id,
    moduleId: row.module_id,
    outcome: row.outcome,
    cause: row.cause,
    settledAt: Number(row.settled_at),
    net: BigInt(row.net ?? 0),
    value: BigInt(row.value),
    told: toldOf(row.told),
  }));
}

function toldOf(text: string | null): FailedDeal['told'] {
  const declined = text === null ? undefined : declinedDealIn(text);
  return declined ? { cause: declined.cause, detail: declined.detail } : null;
}

async function readSpeed(db: Db, address: Hex): Promise<bigint | null> {
  const { rows } = await db.execute<{ speed: string | null }>(sql`
    select round(percentile_cont(0.5) within group (order by fuel / seconds)) as speed from (
      select rtrim(record->'post'->>'fuelUsed', 'n')::float8 as fuel,
        greatest(posted_at - matched_at, 1)::float8 as seconds
      from ${deals} where provider = ${address} and posted_at is not null
      order by matched_at desc limit ${RECENT}
    ) recent
  `);
  const speed = rows[0]?.speed;
  return speed === null || speed === undefined ? null : BigInt(speed);
}
