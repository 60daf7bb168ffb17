import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import { tickets } from '../../drizzle/schema/tickets';
import type { Db } from '../db/database.server';

/** Medians are taken over this many newest deals of the market. */
const RECENT = 2_000;

/** What a provider's deals came to. Amounts in token units, times in seconds since 1970. */
export type ProviderRecord = {
  readonly address: Hex;
  readonly deals: number;
  readonly live: number;
  readonly accepted: number;
  readonly missed: number;
  readonly declined: number;
  /** Went before a panel, however that ended. */
  readonly judged: number;
  readonly upheld: number;
  readonly overturned: number;
  readonly inputsUnavailable: number;
  readonly voided: number;
  /** Seconds from match to post; null where it posted nothing lately. */
  readonly medianResultSeconds: number | null;
  /** What all settled deals left it with; negative when it lost more than it earned. */
  readonly net: bigint;
  readonly netLastDay: bigint;
  /** What live deals may cost it: the locks of their matches. */
  readonly atRisk: bigint;
  readonly firstDealAt: number | null;
  readonly lastDealAt: number | null;
  /** Its newest ticket's end: a machine that is on renews it. null where it never sent one. */
  readonly lastTicketUntil: number | null;
};

/**
 * Every provider that ever had a deal or posted an offer, most deals first; or the one of `address`
 * (all zeros when nothing is known of it).
 */
export async function listProviders(db: Db, now: number): Promise<ProviderRecord[]> {
  return read(db, now, undefined);
}

export async function findProvider(db: Db, address: Hex, now: number): Promise<ProviderRecord> {
  const [found] = await read(db, now, address.toLowerCase() as Hex);
  return found ?? nothingKnown(address);
}

type Row = {
  address: Hex;
  deals: number;
  live: number;
  accepted: number;
  missed: number;
  declined: number;
  judged: number;
  upheld: number;
  overturned: number;
  inputs_unavailable: number;
  voided: number;
  median_result: number | null;
  net: string | null;
  net_last_day: string | null;
  at_risk: string | null;
  first_deal_at: string | null;
  last_deal_at: string | null;
  last_ticket_until: string | null;
};

async function read(db: Db, now: number, address: Hex | undefined): Promise<ProviderRecord[]> {
  const one = address === undefined ? sql`true` : sql`p.address = ${address}`;
  const { rows } = await db.execute<Row>(sql`
    with p as (
      select distinct provider as address from ${deals}
      union select provider from ${resourceOffers}
    ),
    recent as (
      select provider, posted_at - matched_at as result_seconds
      from ${deals} order by matched_at desc, id desc limit ${RECENT}
    )
    select
      p.address,
      count(d.id)::int as deals,
      count(d.id) filter (where d.settled_at is null)::int as live,
      count(*) filter (where d.outcome = 'Accepted')::int as accepted,
      count(*) filter (where d.outcome = 'Missed')::int as missed,
      count(*) filter (where d.outcome = 'Declined')::int as declined,
      count(*) filter (where d.case_opened_at is not null)::int as judged,
      count(*) filter (where d.outcome = 'Upheld')::int as upheld,
      count(*) filter (where d.outcome = 'Overturned')::int as overturned,
      count(*) filter (where d.outcome = 'InputsUnavailable')::int as inputs_unavailable,
      count(*) filter (where d.outcome = 'Void')::int as voided,
      (select percentile_cont(0.5) within group (order by r.result_seconds)
        from recent r where r.provider = p.address) as median_result,
      sum(d.provider_net) as net,
      sum(d.provider_net) filter (where d.settled_at > ${now - 86_400}) as net_last_day,
      sum(d.provider_lock) filter (where d.settled_at is null) as at_risk,
      min(d.matched_at) as first_deal_at,
      max(d.matched_at) as last_deal_at,
      (select max(t.until) from ${tickets} t
        join ${resourceOffers} o on o.hash = t.resource_offer_hash
        where o.provider = p.address) as last_ticket_until
    from p left join ${deals} d on d.provider = p.address
    where ${one}
    group by p.address
    order by deals desc, p.address
  `);
  return rows.map((row) => ({
    address: row.address,
    deals: row.deals,
    live: row.live,
    accepted: row.accepted,
    missed: row.missed,
    declined: row.declined,
    judged: row.judged,
    upheld: row.upheld,
    overturned: row.overturned,
    inputsUnavailable: row.inputs_unavailable,
    voided: row.voided,
    medianResultSeconds: row.median_result,
    net: BigInt(row.net ?? 0),
    netLastDay: BigInt(row.net_last_day ?? 0),
    atRisk: BigInt(row.at_risk ?? 0),
    firstDealAt: numberOrNull(row.first_deal_at),
    lastDealAt: numberOrNull(row.last_deal_at),
    lastTicketUntil: numberOrNull(row.last_ticket_until),
  }));
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function nothingKnown(address: Hex): ProviderRecord {
  return {
    address,
    deals: 0,
    live: 0,
    accepted: 0,
    missed: 0,
    declined: 0,
    judged: 0,
    upheld: 0,
    overturned: 0,
    inputsUnavailable: 0,
    voided: 0,
    medianResultSeconds: null,
    net: 0n,
    netLastDay: 0n,
    atRisk: 0n,
    firstDealAt: null,
    lastDealAt: null,
    lastTicketUntil: null,
  };
}
