import type { Address, Hex } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { DirectoryClient } from '../../lib/directory/directory.client';
import type { Execution } from '../../lib/execution/execution';
import { resultDigestOf, sealOf } from '../../lib/execution/result-digest';
import { resultFilesOf } from '../../lib/execution/result-files';
import { type DealRun, UnrunnableError } from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import { ZERO_ADDRESS } from '../../lib/shared/address';
import type { DealJournal, JournalEntry } from './deal-journal';

/** What serving a deal needs from the outside. */
export interface ServePorts {
  readonly run: (deal: DealRecord) => Promise<DealRun>;
  /** Undefined = honest. Local chains only: what is claimed instead of the truth. */
  readonly falsify: (() => Promise<((honest: Execution) => Execution) | undefined>) | undefined;
  readonly directory: DirectoryClient;
  readonly journal: DealJournal;
  readonly postResult: (deal: DealRecord, item: PostArgs) => Promise<void>;
  readonly decline: (deal: DealRecord) => Promise<void>;
  /** Unix seconds of the chain. */
  readonly now: () => Promise<number>;
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

/**
 * Serves a matched deal: run, upload, seal, receipt, post. Each step is kept before the next one, so
 * that it can be called again after a crash at any point. Declines what it cannot run; other faults
 * are thrown, to be tried again until the deadline.
 *
 * @param lastMoment unix seconds after which the market refuses a post
 */
export async function serveDeal(
  ports: ServePorts,
  deal: DealRecord,
  lastMoment: number,
): Promise<void> {
  const { journal, log } = ports;
  let entry = await journal.read(deal.dealId);
  if (!entry) {
    try {
      entry = await runAndSeal(ports, deal);
    } catch (err) {
      if (!(err instanceof UnrunnableError)) throw err;
      log.warn({ err, dealId: deal.dealId }, 'declined: this machine cannot run it');
      return ports.decline(deal);
    }
    await journal.write(deal.dealId, entry);
  }
  if (!entry.receipt) {
    entry = await withReceipt(ports, deal, entry, lastMoment);
    await journal.write(deal.dealId, entry);
  }
  await ports.postResult(deal, {
    seal: entry.seal,
    fuelUsed: entry.fuelUsed,
    directory: entry.receipt?.directory ?? ZERO_ADDRESS,
    heldUntil: entry.receipt?.heldUntil ?? 0,
    receiptSignature: entry.receipt?.signature ?? '0x',
  });
}

async function runAndSeal(ports: ServePorts, deal: DealRecord): Promise<JournalEntry> {
  const run = await ports.run(deal);
  const falsify = await ports.falsify?.();
  const execution = falsify ? falsify(run.execution) : run.execution;
  const digest = falsify ? resultDigestOf(run.salt, execution, deal.work.engine) : run.resultDigest;
  const { cid } = await ports.directory.putContent(resultFilesOf(execution));
  const { fuelUsed } = execution;
  const seal = sealOf(deal.dealId, deal.terms.provider, digest, fuelUsed);
  return { cid, seal, fuelUsed, isMadeUp: falsify !== undefined };
}

/** Asks for the receipt; near the last moment it goes without, and the deal is drawn. */
async function withReceipt(
  ports: ServePorts,
  deal: DealRecord,
  entry: JournalEntry,
  lastMoment: number,
): Promise<JournalEntry> {
  try {
    const receipt = await ports.directory.requestResultReceipt({
      dealId: deal.dealId,
      cid: entry.cid,
    });
    const { directory, heldUntil, signature } = receipt;
    return { ...entry, receipt: { directory, heldUntil, signature } };
  } catch (err) {
    const canWait = (await ports.now()) < lastMoment - RECEIPT_PATIENCE;
    if (canWait) throw err;
    ports.log.warn({ err, dealId: deal.dealId }, 'no receipt in time: posting without');
    return entry;
  }
}
