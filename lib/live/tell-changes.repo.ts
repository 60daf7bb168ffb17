import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.server';
import { CHANGE_CHANNEL, type Change, payloadsOf } from './change';

/** Tells every listening process of changes; they hear it exactly if the transaction commits. */
export async function tellChanges(tx: Db, changes: readonly Change[]): Promise<void> {
  for (const payload of payloadsOf(changes)) {
    await tx.execute(sql`select pg_notify(${CHANGE_CHANNEL}, ${payload})`);
  }
}
