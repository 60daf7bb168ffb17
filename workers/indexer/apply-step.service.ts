import {
  type Cursor,
  deleteAfter,
  insertBlocks,
  insertEvents,
  listSubjectEvents,
  lockCursor,
  moveCursor,
  pruneBlocksBelow,
  type StoredEvent,
  type Subject,
} from '../../lib/chain/chain-history.repo';
import type { Db } from '../../lib/db/database.server';
import type { BlockRef, SyncStep } from './sync-step';

/** Keeps the rows of one kind of subject equal to the fold of its events. */
export type Projection = {
  /** Applies one event on top of those before it. */
  readonly apply: (tx: Db, event: StoredEvent) => Promise<void>;
  /** Forgets the subject, before it is folded again from the events that are left. */
  readonly remove: (tx: Db, id: string) => Promise<void>;
};

/** Kinds without a projection only have their events kept. */
export type Projections = Partial<Record<Subject['kind'], Projection>>;

/** Told once a step, inside its transaction, which subjects changed. */
export type OnChanged = (tx: Db, changed: readonly Subject[]) => Promise<void>;

/**
 * Applies one step in one transaction: events, projections, cursor and wake-ups become visible
 * together or not at all. Answers false, having changed nothing, when the step does not start where
 * the database is (it was applied before, or by another indexer).
 */
export async function applyStep(
  db: Db,
  step: SyncStep<StoredEvent>,
  projections: Projections,
  onChanged: OnChanged,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const cursor = await lockCursor(tx);
    if (!cursor) throw new Error('The indexer has no cursor: prepareMirror was not called');
    switch (step.type) {
      case 'block':
        return applyBlocks(tx, cursor, step, projections, onChanged);
      case 'finalize':
        return applyFinalize(tx, cursor, step.number);
      case 'reorg':
        return applyReorg(tx, cursor, step.ancestor, projections, onChanged);
    }
  });
}

async function applyBlocks(
  tx: Db,
  cursor: Cursor,
  step: Extract<SyncStep<StoredEvent>, { type: 'block' }>,
  projections: Projections,
  onChanged: OnChanged,
): Promise<boolean> {
  const last = step.headers.at(-1);
  const startsHere =
    cursor.blockNumber === step.parent.number && cursor.blockHash === step.parent.hash;
  if (!last || !startsHere) return false;
  await insertBlocks(tx, step.headers);
  const fresh = await insertEvents(tx, step.events);
  for (const event of fresh) await projections[event.subjectKind]?.apply(tx, event);
  await moveCursor(tx, { blockNumber: last.number, blockHash: last.hash });
  await onChanged(tx, distinctSubjects(fresh));
  return true;
}

async function applyFinalize(tx: Db, cursor: Cursor, number: bigint): Promise<boolean> {
  if (number <= cursor.finalizedNumber || number > cursor.blockNumber) return false;
  await pruneBlocksBelow(tx, number);
  await moveCursor(tx, { finalizedNumber: number });
  return true;
}

async function applyReorg(
  tx: Db,
  cursor: Cursor,
  ancestor: BlockRef,
  projections: Projections,
  onChanged: OnChanged,
): Promise<boolean> {
  if (ancestor.number >= cursor.blockNumber) return false;
  const changed = await deleteAfter(tx, ancestor.number);
  for (const subject of changed) {
    const projection = projections[subject.kind];
    if (!projection) continue;
    await projection.remove(tx, subject.id);
    for (const event of await listSubjectEvents(tx, subject)) await projection.apply(tx, event);
  }
  const stillFinal = cursor.finalizedNumber < ancestor.number;
  await moveCursor(tx, {
    blockNumber: ancestor.number,
    blockHash: ancestor.hash,
    finalizedNumber: stillFinal ? cursor.finalizedNumber : ancestor.number,
  });
  await onChanged(tx, changed);
  return true;
}

function distinctSubjects(events: readonly StoredEvent[]): Subject[] {
  const subjects = new Map<string, Subject>();
  for (const { subjectKind: kind, subjectId: id } of events)
    subjects.set(`${kind}:${id}`, { kind, id });
  return [...subjects.values()];
}
