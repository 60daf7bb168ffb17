import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { blocks } from '../../drizzle/schema/blocks';
import { cancellations } from '../../drizzle/schema/cancellations';
import { chainEvents, type SubjectKind } from '../../drizzle/schema/chain-events';
import { courts } from '../../drizzle/schema/courts';
import { deals } from '../../drizzle/schema/deals';
import { indexerCursor } from '../../drizzle/schema/indexer-cursor';
import { jobOffers } from '../../drizzle/schema/job-offers';
import { publishedModules } from '../../drizzle/schema/published-modules';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import { resourceUses } from '../../drizzle/schema/resource-uses';
import type { Db } from '../db/database.server';

export type StoredBlock = typeof blocks.$inferSelect;
export type StoredEvent = typeof chainEvents.$inferSelect;
export type Cursor = typeof indexerCursor.$inferSelect;
export type Subject = { readonly kind: SubjectKind; readonly id: string };

/** Most rows of one insert: PostgreSQL takes 65,535 parameters a statement. */
const ROWS_PER_INSERT = 1_000;

/** The cursor, or undefined on a fresh database. */
export async function readCursor(db: Db): Promise<Cursor | undefined> {
  return (await db.select().from(indexerCursor))[0];
}

/** Reads the cursor and keeps every other indexer out until the transaction ends. */
export async function lockCursor(tx: Db): Promise<Cursor | undefined> {
  return (await tx.select().from(indexerCursor).for('update'))[0];
}

export async function insertCursor(
  tx: Db,
  cursor: typeof indexerCursor.$inferInsert,
): Promise<void> {
  await tx.insert(indexerCursor).values(cursor);
}

export async function moveCursor(
  tx: Db,
  to: Partial<Pick<Cursor, 'blockNumber' | 'blockHash' | 'finalizedNumber'>>,
): Promise<void> {
  await tx.update(indexerCursor).set(to);
}

/** Notes how far the chain itself is, for the status page. */
export async function noteHead(db: Db, headNumber: bigint): Promise<void> {
  await db.update(indexerCursor).set({ headNumber, headSeenAt: sql`now()` });
}

/** Kept headers, newest first. */
export async function listBlocks(db: Db): Promise<StoredBlock[]> {
  return db.select().from(blocks).orderBy(desc(blocks.number));
}

export async function insertBlocks(tx: Db, rows: readonly StoredBlock[]): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
    await tx
      .insert(blocks)
      .values(rows.slice(i, i + ROWS_PER_INSERT))
      .onConflictDoNothing();
  }
}

export async function pruneBlocksBelow(tx: Db, number: bigint): Promise<void> {
  await tx.delete(blocks).where(lt(blocks.number, number));
}

/** Stores events and answers those that were new, in order; events already there are left alone. */
export async function insertEvents(tx: Db, events: readonly StoredEvent[]): Promise<StoredEvent[]> {
  const inserted = new Set<string>();
  for (let i = 0; i < events.length; i += ROWS_PER_INSERT) {
    const rows = await tx
      .insert(chainEvents)
      .values(events.slice(i, i + ROWS_PER_INSERT))
      .onConflictDoNothing()
      .returning({ block: chainEvents.blockNumber, index: chainEvents.logIndex });
    for (const row of rows) inserted.add(`${row.block}:${row.index}`);
  }
  return events.filter((event) => inserted.has(`${event.blockNumber}:${event.logIndex}`));
}

/** Deletes what came after a block, and answers the subjects that lost events. */
export async function deleteAfter(tx: Db, number: bigint): Promise<Subject[]> {
  await tx.delete(blocks).where(gt(blocks.number, number));
  const removed = await tx
    .delete(chainEvents)
    .where(gt(chainEvents.blockNumber, number))
    .returning({ kind: chainEvents.subjectKind, id: chainEvents.subjectId });
  const subjects = new Map(removed.map((subject) => [`${subject.kind}:${subject.id}`, subject]));
  return [...subjects.values()];
}

/** All events of one subject, oldest first. */
export async function listSubjectEvents(db: Db, subject: Subject): Promise<StoredEvent[]> {
  return db
    .select()
    .from(chainEvents)
    .where(and(eq(chainEvents.subjectKind, subject.kind), eq(chainEvents.subjectId, subject.id)))
    .orderBy(asc(chainEvents.blockNumber), asc(chainEvents.logIndex));
}

/** Empties every table that belongs to one market, the cursor included. */
export async function forgetEverything(tx: Db): Promise<void> {
  for (const table of [
    indexerCursor,
    blocks,
    chainEvents,
    deals,
    resourceUses,
    cancellations,
    courts,
    jobOffers,
    resourceOffers,
    publishedModules,
  ]) {
    await tx.delete(table);
  }
}
