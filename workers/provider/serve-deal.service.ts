import type { Address, Hex } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { DirectoryClient } from '../../lib/directory/directory.client';
import type { Execution } from '../../lib/execution/execution';
import { sealOf } from '../../lib/execution/result-digest';
import { resultDigestInPieces } from '../../lib/execution/result-digest.server';
import { resultFilesOf } from '../../lib/execution/result-files';
import { UnrunnableError } from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import { ZERO_ADDRESS } from '../../lib/shared/address';
import { within } from '../../lib/shared/in-time';
import { crashPoint } from '../runtime/crash-point';
import { isDiskFull } from '../runtime/write-whole.server';
import type { ActivityLog } from './activity-log.server';
import type { DealJournal, SealedEntry } from './deal-journal';
import { type JobDesk, RefusedError } from './job-desk.server';
import { postMargins } from './post-margins';
import type { Refusal } from './refusal';
import type { ResultFiles, ResultShelf } from './result-shelf.server';

/** The steps of a deal that are traced, in their order. */
export type ServeStep = 'run' | 'upload' | 'receipt' | 'post';

/** What serving a deal needs from the outside. */
export interface ServePorts {
  /** Why this machine takes no such deal now; undefined where it does. */
  readonly refusalOf: (deal: DealRecord) => Refusal | undefined;
  readonly desk: Pick<JobDesk, 'run' | 'keepDisk' | 'release'>;
  /** Local chains only: what is claimed instead of the truth while the switch is on. */
  readonly cheat:
    | {
        readonly isOn: () => Promise<boolean>;
        readonly makeUp: (honest: Execution) => Execution;
      }
    | undefined;
  readonly directory: Pick<DirectoryClient, 'putContent' | 'requestResultReceipt'>;
  readonly journal: DealJournal;
  readonly shelf: ResultShelf;
  readonly activity: Pick<ActivityLog, 'add'>;
  readonly postResult: (deal: DealRecord, item: PostArgs) => Promise<void>;
  readonly decline: (deal: DealRecord) => Promise<void>;
  readonly onRefused: (deal: DealRecord, refusal: Refusal) => void;
  /** Runs a step, and tells how long it took. */
  readonly traced: <T>(deal: DealRecord, step: ServeStep, action: () => Promise<T>) => Promise<T>;
  /** Told that the disk took nothing more; that it takes again is for who looks how much is free. */
  readonly onDiskFull: () => void;
  readonly pause: (ms: number) => Promise<void>;
  /** Unix seconds of the chain. */
  readonly now: () => number;
  /** Between the chain's blocks; 0 where that does not matter. */
  readonly blockSeconds: () => number;
  /** The process was asked to stop: what fails now says nothing about the job. */
  readonly isStopping: () => boolean;
  readonly log: Logger;
}

export interface PostArgs {
  readonly seal: Hex;
  readonly fuelUsed: bigint;
  readonly directory: Address;
  readonly heldUntil: number;
  readonly receiptSignature: Hex;
}

/** With less than this left for receipts, a try to get one is the last. */
const LAST_TRY_MS = 20_000;
/** What a try gets at least, however late it is. */
const LEAST_TRY_MS = 1_000;
const DISK_PAUSE_MS = 1_000;
const MIB = 1024 * 1024;

/** A sealed deal, and its result where it is in memory still. */
type Sealed = { readonly entry: SealedEntry; readonly files?: ResultFiles };

/**
 * Serves a matched deal: run, seal, upload, receipt, post. Each step is on disk before the next one,
 * so that it can be called again after a crash at any point: what was sealed is not executed again.
 * Declines what it cannot run; other faults are thrown, to be tried again until the deadline.
 *
 * @param lastMoment unix seconds after which the market refuses a post
 */
export async function serveDeal(
  ports: ServePorts,
  deal: DealRecord,
  lastMoment: number,
): Promise<void> {
  const { dealId } = deal;
  const known = await ports.journal.read(dealId);
  if (known?.step === 'refused') return decline(ports, deal, known);
  let sealed: Sealed;
  try {
    sealed =
      known?.step === 'sealed' ? { entry: known } : await runAndSeal(ports, deal, lastMoment);
  } catch (err) {
    const refusal = refusalIn(err);
    if (!refusal || ports.isStopping()) throw err;
    return refuse(ports, deal, refusal, err);
  }
  const entry = sealed.entry.receipt
    ? sealed.entry
    : await withReceipt(ports, deal, sealed, lastMoment);
  if (!entry) return;
  crashPoint('receipted');
  await ports.traced(deal, 'post', () =>
    ports.postResult(deal, {
      seal: entry.seal,
      fuelUsed: entry.fuelUsed,
      directory: entry.receipt?.directory ?? ZERO_ADDRESS,
      heldUntil: entry.receipt?.heldUntil ?? 0,
      receiptSignature: entry.receipt?.signature ?? '0x',
    }),
  );
  await ports.activity.add({ did: 'posted', dealId });
  ports.log.info({ dealId, hasReceipt: entry.receipt !== undefined }, 'posted');
}

async function runAndSeal(
  ports: ServePorts,
  deal: DealRecord,
  lastMoment: number,
): Promise<Sealed> {
  const { dealId, terms, work } = deal;
  const refusal = ports.refusalOf(deal);
  if (refusal) throw new RefusedError(refusal.cause, refusal.detail);
  const isMadeUp = (await ports.cheat?.isOn()) ?? false;
  const run = await ports.traced(deal, 'run', () =>
    ports.desk.run(deal, lastMoment - marginsOf(ports, deal, lastMoment).ready),
  );
  const execution = (isMadeUp && ports.cheat?.makeUp(run.execution)) || run.execution;
  const files = resultFilesOf(execution, run.engine);
  const { fuelUsed } = execution;
  const digest = await resultDigestInPieces(run.salt, execution, work.engine);
  const seal = sealOf(dealId, terms.provider, digest, fuelUsed);
  const entry = { step: 'sealed', seal, fuelUsed, isMadeUp } as const;
  const diskUntil = lastMoment - marginsOf(ports, deal, lastMoment).disk;
  const shelved = await whileThereIsTime(ports, diskUntil, () => ports.shelf.put(dealId, files));
  const { cid, bytes } = shelved ?? { cid: '', bytes: 0 };
  const storageMiB = Math.min(work.storageMiB, Math.ceil(bytes / MIB));
  const sealed = { ...entry, cid, storageMiB };
  await whileThereIsTime(ports, diskUntil, () => ports.journal.write(dealId, sealed));
  await ports.activity.add({ did: 'sealed', dealId });
  await ports.desk.keepDisk(dealId, storageMiB);
  crashPoint('sealed');
  return { entry: sealed, files };
}

/**
 * Writes, and while the disk is full tries again. Near the last moment it goes on without, from
 * memory: the result is good all the same, and after the post the chain remembers it.
 */
async function whileThereIsTime<T>(
  ports: ServePorts,
  until: number,
  write: () => Promise<T>,
): Promise<T | undefined> {
  for (;;) {
    try {
      return await write();
    } catch (err) {
      if (!isDiskFull(err)) throw err;
      ports.onDiskFull();
      if (ports.isStopping() || ports.now() >= until) {
        ports.log.error({ err }, 'the disk is full: going on from memory');
        return undefined;
      }
      await ports.pause(DISK_PAUSE_MS);
    }
  }
}

/**
 * Uploads the result and asks for its receipt; near the last moment it goes without. Answers nothing
 * where the result is lost and its deal starts over.
 */
async function withReceipt(
  ports: ServePorts,
  deal: DealRecord,
  { entry, files }: Sealed,
  lastMoment: number,
): Promise<SealedEntry | undefined> {
  const { journal, shelf, directory } = ports;
  const { dealId } = deal;
  const margins = marginsOf(ports, deal, lastMoment);
  const without = lastMoment - margins.receipt;
  const { signal, isLast } = receiptTry((without - ports.now()) * 1_000);
  try {
    const result = files ?? (await shelf.read(dealId, entry.cid));
    if (!result) {
      // Nobody has seen its seal: the transaction comes after the receipt.
      ports.log.error({ dealId }, 'the disk has lost the result of this deal: running it again');
      await journal.forget(dealId);
      return undefined;
    }
    const { cid } = await ports.traced(deal, 'upload', () =>
      directory.putContent(result, { signal }),
    );
    crashPoint('uploaded');
    const receipt = await ports.traced(deal, 'receipt', () =>
      directory.requestResultReceipt({ dealId, cid }, signal),
    );
    const { directory: holder, heldUntil, signature } = receipt;
    const received = {
      ...entry,
      cid,
      storageMiB: 0,
      receipt: { directory: holder, heldUntil, signature },
    };
    await whileThereIsTime(ports, lastMoment - margins.disk, () => journal.write(dealId, received));
    await ports.activity.add({ did: 'receipted', dealId });
    // The directory has promised to hold it.
    await shelf.drop(dealId);
    await ports.desk.release(dealId);
    return received;
  } catch (err) {
    const isOver = ports.now() >= without || (isLast && signal.aborted);
    if (ports.isStopping() || !isOver) throw err;
    ports.log.warn({ err, dealId }, 'no receipt in time: posting without');
    return entry;
  }
}

const marginsOf = (ports: ServePorts, { terms }: DealRecord, lastMoment: number) =>
  postMargins(ports.blockSeconds(), lastMoment - terms.matchedAt);

/**
 * How long one try to get a receipt may take: a directory that takes the connection and stays silent
 * must neither cost the deal nor every other try.
 */
function receiptTry(leftMs: number): { signal: AbortSignal; isLast: boolean } {
  const isLast = leftMs < LAST_TRY_MS;
  const ms = Math.max(LEAST_TRY_MS, isLast ? leftMs : leftMs / 2);
  return { signal: within(ms), isLast };
}

function refusalIn(err: unknown): Refusal | undefined {
  if (err instanceof RefusedError) return err.refusal;
  if (err instanceof UnrunnableError) return { cause: 'unknown-engine', detail: err.message };
  return undefined;
}

async function refuse(
  ports: ServePorts,
  deal: DealRecord,
  refusal: Refusal,
  err: unknown,
): Promise<void> {
  const { dealId } = deal;
  ports.log.warn({ err, dealId, ...refusal }, 'declined');
  ports.onRefused(deal, refusal);
  await ports.activity.add({ did: 'refused', dealId, ...refusal });
  // Written for the dashboard; a full disk is no reason to miss a deadline.
  await ports.journal.write(dealId, { step: 'refused', ...refusal }).catch((error: unknown) => {
    if (!isDiskFull(error)) throw error;
    ports.onDiskFull();
  });
  await ports.desk.release(dealId);
  await decline(ports, deal, refusal);
}

async function decline(ports: ServePorts, deal: DealRecord, { cause }: Refusal): Promise<void> {
  await ports.decline(deal);
  ports.log.info({ dealId: deal.dealId, cause }, 'decline sent');
}
