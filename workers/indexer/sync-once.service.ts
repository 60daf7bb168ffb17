import type { Hex } from 'viem';
import {
  listBlocks,
  noteHead,
  readCursor,
  type StoredEvent,
  type Subject,
} from '../../lib/chain/chain-history.repo';
import type { Db } from '../../lib/db/database.server';
import { dealChangedJob, dealChangedKey } from '../../lib/deals/deal-changed.job';
import { enqueueJob } from '../../lib/jobs/enqueue-job.repo';
import { tellChanges } from '../../lib/live/tell-changes.repo';
import { crashPoint } from '../runtime/crash-point';
import { applyStep } from './apply-step.service';
import { type ChainSource, nextStep, type SyncOptions } from './next-step';
import { projections } from './projections';
import type { SyncStep } from './sync-step';

/** What one round did: the step it applied, or nothing. */
export type Round = {
  readonly step: SyncStep<StoredEvent> | undefined;
  readonly isBehind: boolean;
  /** The head that the mirror is at now; undefined where it is not there yet. */
  readonly reached: Hex | undefined;
};

/**
 * One round: looks at the chain, applies at most one step. `isBehind` asks for another round at once.
 * Everything is read anew from the database, so a round may follow a crash at any point.
 */
export async function syncOnce(
  db: Db,
  source: ChainSource<StoredEvent>,
  options: SyncOptions,
): Promise<Round> {
  const cursor = await readCursor(db);
  if (!cursor) throw new Error('The indexer has no cursor: prepareMirror was not called');
  const position = {
    startBlock: cursor.startBlock,
    tip: { number: cursor.blockNumber, hash: cursor.blockHash },
    finalized: cursor.finalizedNumber,
  };
  const { head, step } = await nextStep(source, position, () => listBlocks(db), options);
  await noteHead(db, head.number);
  if (!step) {
    const reached = cursor.blockHash === head.hash ? head.hash : undefined;
    return { step, isBehind: false, reached };
  }
  const isApplied = await applyStep(db, step, projections, announce);
  const newest = step.type === 'block' ? step.headers.at(-1) : undefined;
  const tip = newest?.number ?? (step.type === 'block' ? 0n : cursor.blockNumber);
  return {
    step: isApplied ? step : undefined,
    isBehind: step.type === 'reorg' || tip < head.number,
    reached: isApplied && newest?.hash === head.hash ? head.hash : undefined,
  };
}

/** Tells open pages of what changed, and puts a job on the keeper's queue for each deal of it. */
async function announce(tx: Db, changed: readonly Subject[]): Promise<void> {
  if (changed.length > 0) crashPoint('applying');
  await tellChanges(tx, changed);
  for (const { kind, id } of changed) {
    if (kind !== 'deal') continue;
    await enqueueJob(tx, dealChangedJob, { dealId: id }, { key: dealChangedKey(id) });
  }
}
