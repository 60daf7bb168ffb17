import { and, type SQL, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { chainEvents } from '../../drizzle/schema/chain-events';
import { courtMembers } from '../../drizzle/schema/courts';
import { SEAT_RECORD } from '../chain/deal-facts';
import type { Db } from '../db/database.server';
import { conditionsOf } from '../deals/deals.query';
import { seatsOf } from './mediator-seats.query';

/** What a mediator's seats came to. Amounts in token units, times in seconds. */
export type MediatorRecord = {
  readonly address: Hex;
  /** Panels it was drawn for, of which `live` are not settled. */
  readonly seats: number;
  readonly live: number;
  /** Settled seats: with the final majority, against it, "inputs unavailable" against it. */
  readonly matched: number;
  readonly outvoted: number;
  readonly saidUnavailable: number;
  /** Never committed. */
  readonly absent: number;
  /** Sat in a second panel that decided nothing. */
  readonly released: number;
  readonly fees: bigint;
  readonly slashed: bigint;
  /** From seat to commit; null where it never committed. */
  readonly medianDelaySeconds: number | null;
  /** All of its stake, free and seated: what it staked and earned less what it lost and took out. */
  readonly stake: bigint;
  /** Asked back and not taken out yet, and from when it can be; 0 and null where nothing is. */
  readonly unbonding: bigint;
  readonly releaseAt: number | null;
  /** Courts in which it serves now. */
  readonly courts: readonly Hex[];
};

/** Everybody who was invited to a court, staked or sat in a panel, most seats first. */
export async function listMediators(db: Db, limit: number): Promise<MediatorRecord[]> {
  return read(db, sql`true`, undefined, limit);
}

/** The records of these addresses, zeros for one of which nothing is known. */
export async function findMediators(db: Db, addresses: readonly Hex[]): Promise<MediatorRecord[]> {
  const wanted = addresses.map((address) => address.toLowerCase() as Hex);
  if (wanted.length === 0) return [];
  const one = wanted.length === 1 ? and(...conditionsOf({ seat: wanted[0] })) : undefined;
  const list = sql.join(
    wanted.map((address) => sql`${address}`),
    sql`, `,
  );
  const found = await read(db, sql`p.address in (${list})`, one, wanted.length);
  return wanted.map(
    (address) => found.find((record) => record.address === address) ?? nothingKnown(address),
  );
}

type Row = {
  address: Hex;
  seats: number;
  live: number;
  matched: number;
  outvoted: number;
  said_unavailable: number;
  absent: number;
  released: number;
  fees: string;
  slashed: string;
  median_delay: number | null;
  stake: string;
  unbonding: string;
  release_at: string | null;
  courts: Hex[] | null;
};

async function read(
  db: Db,
  who: SQL,
  dealsWhere: SQL | undefined,
  limit: number,
): Promise<MediatorRecord[]> {
  const { rows } = await db.execute<Row>(sql`
    with seat as (${seatsOf(dealsWhere)}),
    stake as (
      select ${chainEvents.subjectId} as mediator, ${chainEvents.name} as name,
        ${chainEvents.blockNumber} as block, ${chainEvents.logIndex} as log,
        rtrim(${chainEvents.args}->>'amount', 'n')::numeric as amount,
        rtrim(${chainEvents.args}->>'releaseAt', 'n')::bigint as release_at
      from ${chainEvents}
      where ${chainEvents.subjectKind} = 'account'
        and ${chainEvents.name} in ('Staked', 'UnstakeRequested', 'StakeWithdrawn')
    ),
    p as (
      select distinct ${courtMembers.member} as address from ${courtMembers}
      union select mediator from stake union select mediator from seat
    ),
    asked as (
      select distinct on (mediator) mediator, amount, release_at, block, log from stake
      where name = 'UnstakeRequested' order by mediator, block desc, log desc
    ),
    sums as (
      select mediator,
        count(*)::int as seats,
        count(*) filter (where judged is null)::int as live,
        count(*) filter (where judged = ${SEAT_RECORD.Matched})::int as matched,
        count(*) filter (where judged = ${SEAT_RECORD.Outvoted})::int as outvoted,
        count(*) filter (where judged = ${SEAT_RECORD.SaidUnavailable})::int as said_unavailable,
        count(*) filter (where judged = ${SEAT_RECORD.Absent})::int as absent,
        count(*) filter (where judged = ${SEAT_RECORD.Released})::int as released,
        sum(fee) as fees, sum(slashed) as slashed,
        percentile_cont(0.5) within group (order by committed_at - seated_at) as median_delay
      from seat group by mediator
    )
    select p.address,
      coalesce(s.seats, 0) as seats, coalesce(s.live, 0) as live,
      coalesce(s.matched, 0) as matched, coalesce(s.outvoted, 0) as outvoted,
      coalesce(s.said_unavailable, 0) as said_unavailable, coalesce(s.absent, 0) as absent,
      coalesce(s.released, 0) as released,
      coalesce(s.fees, 0) as fees, coalesce(s.slashed, 0) as slashed, s.median_delay,
      coalesce((select sum(case name when 'Staked' then amount when 'StakeWithdrawn' then -amount
        else 0 end) from stake where stake.mediator = p.address), 0)
        + coalesce(s.fees, 0) - coalesce(s.slashed, 0) as stake,
      coalesce(a.amount - coalesce((select sum(w.amount) from stake w
        where w.mediator = p.address and w.name = 'StakeWithdrawn'
          and (w.block, w.log) > (a.block, a.log)), 0), 0) as unbonding,
      a.release_at,
      (select array_agg(m.court_id order by m.court_id) from ${courtMembers} m
        where m.member = p.address and m.joined_at is not null and m.left_at is null) as courts
    from p left join sums s on s.mediator = p.address left join asked a on a.mediator = p.address
    where ${who}
    order by seats desc, stake desc, p.address limit ${limit}
  `);
  return rows.map(recordOf);
}

function recordOf(row: Row): MediatorRecord {
  const unbonding = BigInt(row.unbonding);
  return {
    address: row.address,
    seats: row.seats,
    live: row.live,
    matched: row.matched,
    outvoted: row.outvoted,
    saidUnavailable: row.said_unavailable,
    absent: row.absent,
    released: row.released,
    fees: BigInt(row.fees),
    slashed: BigInt(row.slashed),
    medianDelaySeconds: row.median_delay,
    stake: BigInt(row.stake),
    unbonding,
    releaseAt: unbonding > 0n && row.release_at !== null ? Number(row.release_at) : null,
    courts: row.courts ?? [],
  };
}

function nothingKnown(address: Hex): MediatorRecord {
  return {
    address,
    seats: 0,
    live: 0,
    matched: 0,
    outvoted: 0,
    saidUnavailable: 0,
    absent: 0,
    released: 0,
    fees: 0n,
    slashed: 0n,
    medianDelaySeconds: null,
    stake: 0n,
    unbonding: 0n,
    releaseAt: null,
    courts: [],
  };
}
