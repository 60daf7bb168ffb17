import type { Address, Hex } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { DirectoryClient } from '../../lib/directory/directory.client';
import type { Execution } from '../../lib/execution/execution';
import { InfrastructureFault } from '../../lib/execution/infrastructure-fault';
import { resultDigestOf, sealOf } from '../../lib/execution/result-digest';
import { resultFilesOf } from '../../lib/execution/result-files';
import {
  ContentUnavailableError,
  type DealRun,
  UnrunnableError,
} from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import { ZERO_ADDRESS } from '../../lib/shared/address';
import { crashPoint } from '../runtime/crash-point';
import type { DealJournal, JournalEntry } from './deal-journal';

/** What serving a deal needs from the outside. */
export interface ServePorts {
  readonly run: (deal: DealRecord) => Promise<DealRun>;
  /** Local chains only: what is claimed instead of the truth while the switch is on. */
  readonly cheat:
    | {
        readonly isOn: () => Promise<boolean>;
        readonly makeUp: (honest: Execution) => Execution;
      }
    | undefined;
  readonly directory: Pick<DirectoryClient, 'putContent' | 'requestResultReceipt'>;
  readonly journal: DealJournal;
  readonly postResult: (deal: DealRecord, item: PostArgs) => Promise<void>;
  readonly decline: (deal: DealRecord) => Promise<void>;
  /** Unix seconds of the chain. */
  readonly now: () => number;
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

/** Seconds before the last moment at which a result is posted without a receipt. */
const RECEIPT_PATIENCE = 8;
/** The share of the execution window during which missing inputs are asked for again. */
const SEARCH_SHARE = 1 / 3;
/** This machine's own faults (out of memory, killed) after which it declines. */
const MOST_FAULTS = 2;

/**
 * Serves a matched deal: run, seal, upload, receipt, post. Each step is kept before the next one, so
 * that it can be called again after a crash at any point. Declines what it cannot run or get; other
 * faults are thrown, to be tried again until the deadline.
 *
 * @param lastMoment unix seconds after which the market refuses a post
 * @param faults how often the run failed on this machine before
 */
export async function serveDeal(
  ports: ServePorts,
  deal: DealRecord,
  lastMoment: number,
  faults: number,
): Promise<void> {
  const { dealId } = deal;
  let entry = await ports.journal.read(dealId);
  if (!entry) {
    try {
      entry = await runAndSeal(ports, deal);
    } catch (err) {
      if (!isHopeless(ports, deal, err, faults)) throw err;
      ports.log.warn({ err, dealId }, 'declined: this machine cannot run it');
      return ports.decline(deal);
    }
    await ports.journal.write(dealId, entry);
    crashPoint('sealed');
  }
  if (!entry.receipt) entry = await withReceipt(ports, deal, entry, lastMoment);
  crashPoint('receipted');
  await ports.postResult(deal, {
    seal: entry.seal,
    fuelUsed: entry.fuelUsed,
    directory: entry.receipt?.directory ?? ZERO_ADDRESS,
    heldUntil: entry.receipt?.heldUntil ?? 0,
    receiptSignature: entry.receipt?.signature ?? '0x',
  });
  ports.log.info({ dealId, hasReceipt: entry.receipt !== undefined }, 'posted');
}

async function runAndSeal(ports: ServePorts, deal: DealRecord): Promise<JournalEntry> {
  const isMadeUp = (await ports.cheat?.isOn()) ?? false;
  const { digest, fuelUsed } = await produce(ports, deal, isMadeUp);
  const seal = sealOf(deal.dealId, deal.terms.provider, digest, fuelUsed);
  return { seal, fuelUsed, isMadeUp };
}

/** Runs the job; what comes out is the same each time. */
async function produce(ports: ServePorts, deal: DealRecord, isMadeUp: boolean) {
  const run = await ports.run(deal);
  const execution = (isMadeUp && ports.cheat?.makeUp(run.execution)) || run.execution;
  const files = resultFilesOf(execution, run.engine);
  ports.journal.keepResult(deal.dealId, files);
  const digest = resultDigestOf(run.salt, execution, deal.work.engine);
  return { files, digest, fuelUsed: execution.fuelUsed };
}

/** Whether there is no use in trying the run again: the earlier it is declined, the less it costs. */
function isHopeless(ports: ServePorts, deal: DealRecord, err: unknown, faults: number): boolean {
  if (ports.isStopping()) return false;
  if (err instanceof UnrunnableError) return true;
  if (err instanceof InfrastructureFault) return faults + 1 >= MOST_FAULTS;
  if (!(err instanceof ContentUnavailableError)) return false;
  const { matchedAt, executionWindow } = deal.terms;
  return ports.now() >= matchedAt + executionWindow * SEARCH_SHARE;
}

/** Uploads the result and asks for its receipt; near the last moment it goes without. */
async function withReceipt(
  ports: ServePorts,
  deal: DealRecord,
  sealed: JournalEntry,
  lastMoment: number,
): Promise<JournalEntry> {
  const { journal, directory } = ports;
  const { dealId } = deal;
  let entry = sealed;
  try {
    const cid = entry.cid ?? (await upload(ports, deal, entry.isMadeUp));
    entry = { ...entry, cid };
    await journal.write(dealId, entry);
    const receipt = await directory.requestResultReceipt({ dealId, cid });
    const { directory: holder, heldUntil, signature } = receipt;
    entry = { ...entry, receipt: { directory: holder, heldUntil, signature } };
    await journal.write(dealId, entry);
    journal.dropResult(dealId);
    return entry;
  } catch (err) {
    if (ports.isStopping() || ports.now() < lastMoment - RECEIPT_PATIENCE) throw err;
    ports.log.warn({ err, dealId }, 'no receipt in time: posting without');
    return entry;
  }
}

async function upload(ports: ServePorts, deal: DealRecord, isMadeUp: boolean): Promise<string> {
  const known = ports.journal.resultOf(deal.dealId);
  const files = known ?? (await produce(ports, deal, isMadeUp)).files;
  return (await ports.directory.putContent(files)).cid;
}
