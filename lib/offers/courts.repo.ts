import { and, eq } from 'drizzle-orm';
import type { Hex } from 'viem';
import { courtMembers, courts } from '../../drizzle/schema/courts';
import type { Db } from '../db/database.server';

/** Records a court with its invited members; a court that is there stays as it is. */
export async function insertCourt(
  db: Db,
  court: typeof courts.$inferInsert,
  members: readonly Hex[],
): Promise<void> {
  const inserted = await db.insert(courts).values(court).onConflictDoNothing().returning();
  if (inserted.length === 0 || members.length === 0) return;
  await db
    .insert(courtMembers)
    .values(members.map((member, position) => ({ courtId: court.id, member, position })));
}

/** A member that joins (again) serves from `joinedAt`. */
export async function markJoined(db: Db, courtId: Hex, member: Hex, joinedAt: bigint) {
  await db.update(courtMembers).set({ joinedAt, leftAt: null }).where(isMember(courtId, member));
}

/** A member that leaves serves in no deal matched after `leftAt`. */
export async function markLeft(db: Db, courtId: Hex, member: Hex, leftAt: bigint) {
  await db.update(courtMembers).set({ leftAt }).where(isMember(courtId, member));
}

export async function deleteCourt(db: Db, courtId: Hex): Promise<void> {
  await db.delete(courts).where(eq(courts.id, courtId));
}

function isMember(courtId: Hex, member: Hex) {
  return and(eq(courtMembers.courtId, courtId), eq(courtMembers.member, member));
}
