import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { courtMembers, courts } from '../../drizzle/schema/courts';
import { deals } from '../../drizzle/schema/deals';
import type { Db } from '../db/database.server';
import type { CourtFacts } from './offer-types';

export type CourtMember = {
  readonly address: Address;
  /** Seconds; null while only invited. */
  readonly joinedAt: number | null;
  readonly leftAt: number | null;
};

export type CourtItem = CourtFacts & {
  /** Seconds since 1970. */
  readonly foundedAt: number;
  readonly joined: number;
  readonly memberships: readonly CourtMember[];
  readonly deals: number;
};

/** All courts, oldest first. */
export async function listCourts(db: Db): Promise<CourtItem[]> {
  return read(db, undefined);
}

export async function findCourt(db: Db, id: Hex): Promise<CourtItem | undefined> {
  return (await read(db, id))[0];
}

async function read(db: Db, id: Hex | undefined): Promise<CourtItem[]> {
  const rows = await db
    .select()
    .from(courts)
    .where(id && eq(courts.id, id))
    .orderBy(asc(courts.foundedAt), asc(courts.id));
  const ids = rows.map((court) => court.id);
  if (ids.length === 0) return [];
  const members = await db
    .select()
    .from(courtMembers)
    .where(inArray(courtMembers.courtId, ids))
    .orderBy(asc(courtMembers.position));
  const counts = await db
    .select({ court: deals.court, deals: sql<number>`count(*)::int` })
    .from(deals)
    .where(inArray(deals.court, ids))
    .groupBy(deals.court);
  return rows.map(({ foundedAt, ...facts }) => {
    const memberships = members
      .filter((member) => member.courtId === facts.id)
      .map(({ member: address, joinedAt, leftAt }) => ({
        address,
        joinedAt: secondsOrNull(joinedAt),
        leftAt: secondsOrNull(leftAt),
      }));
    return {
      ...facts,
      members: memberships.map((member) => member.address),
      foundedAt: Number(foundedAt),
      joined: memberships.filter((m) => m.joinedAt !== null && m.leftAt === null).length,
      memberships,
      deals: counts.find((count) => count.court === facts.id)?.deals ?? 0,
    };
  });
}

function secondsOrNull(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
