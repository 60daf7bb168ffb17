import { eq } from 'drizzle-orm';
import type { Hex } from 'viem';
import { cancellations } from '../../drizzle/schema/cancellations';
import type { Db } from '../db/database.server';

export async function insertCancellation(
  db: Db,
  cancellation: typeof cancellations.$inferInsert,
): Promise<void> {
  await db.insert(cancellations).values(cancellation).onConflictDoNothing();
}

export async function deleteCancellations(db: Db, account: Hex): Promise<void> {
  await db.delete(cancellations).where(eq(cancellations.account, account));
}
