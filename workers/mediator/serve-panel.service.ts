import type { Address, Hex, PrivateKeyAccount } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { INPUTS_UNAVAILABLE, sealOf } from '../../lib/execution/result-digest';
import {
  ContentUnavailableError,
  type DealRun,
  UnrunnableError,
} from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import { includesHex } from '../../lib/shared/address';
import { dueSeats, hasCommitted, isComplete, openPanelOf } from './due-seats';

/** What a panel's seats do in the world. */
export interface PanelPorts {
  readonly members: readonly PrivateKeyAccount[];
  /** Re-executes the job once for all of these seats, who may read the inputs. */
  readonly run: (deal: DealRecord, seats: readonly PrivateKeyAccount[]) => Promise<DealRun>;
  /** Leaves the result for the buyer, in case the provider's is wrong. */
  readonly handIn: (deal: DealRecord, seat: PrivateKeyAccount, run: DealRun) => Promise<void>;
  readonly commit: (deal: DealRecord, seat: PrivateKeyAccount, seal: Hex) => Promise<void>;
  /** Answers false where the market has no majority for it. */
  readonly resolve: (deal: DealRecord, seat: PrivateKeyAccount, found: Found) => Promise<boolean>;
  /** Unix seconds of the chain. */
  readonly now: () => number;
  readonly log: Logger;
}

/** What the seats of this process found, kept for the resolve that follows. */
export type Found = { readonly resultDigest: Hex; readonly fuelUsed: bigint };

const UNAVAILABLE: Found = { resultDigest: INPUTS_UNAVAILABLE, fuelUsed: 0n };
/** The share of a panel's time during which missing inputs are asked for again. */
const SEARCH_SHARE = 0.5;

/**
 * Serves an open panel for the members of this process that sit in it: re-execute once, commit each
 * seat's own seal, and resolve when that can count. Safe to call again at any time: commits are read
 * from the chain, and a job that was forgotten in a crash runs again with the same result.
 *
 * @param known what this process found for the panel before, if it still knows
 * @returns what was found; undefined where nothing is to do or inputs are still being searched for
 */
export async function servePanel(
  ports: PanelPorts,
  deal: DealRecord,
  known: Found | undefined,
): Promise<Found | undefined> {
  const seats = seatsHere(ports, deal);
  if (seats.length === 0 || !deal.case) return undefined;
  const found = known ?? (await find(ports, deal, seats));
  if (!found) return undefined;
  const due = dueSeats(
    deal,
    seats.map((seat) => seat.address),
  );
  await Promise.all(
    seats
      .filter((seat) => includesHex(due, seat.address) && ports.now() <= deadlineOf(deal))
      .map((seat) => ports.commit(deal, seat, sealFor(deal, seat.address, found))),
  );
  return found;
}

/**
 * Sends the verdict once it can count: when all have committed, or the deadline is over. Answers
 * whether the market was asked, and what it said.
 */
export async function resolvePanel(
  ports: PanelPorts,
  deal: DealRecord,
  found: Found,
): Promise<'too-early' | 'resolved' | 'no-majority'> {
  const seat = seatsHere(ports, deal).find((member) => hasCommitted(deal, member.address));
  if (!seat) return 'too-early';
  if (!isComplete(deal) && ports.now() <= deadlineOf(deal)) return 'too-early';
  return (await ports.resolve(deal, seat, found)) ? 'resolved' : 'no-majority';
}

/** Until when (chain seconds) the open panel's seats look for inputs before they give up. */
export function searchEndOf(deal: DealRecord): number {
  const deadline = deadlineOf(deal);
  const seatedAt = deal.history.findLast(({ name }) => name === 'PanelSeated')?.timestamp ?? 0;
  return Math.floor(seatedAt + (deadline - seatedAt) * SEARCH_SHARE);
}

/** Whether it says that there are no inputs: another panel has to search again. */
export function isUnavailable({ resultDigest }: Found): boolean {
  return resultDigest === INPUTS_UNAVAILABLE;
}

function deadlineOf(deal: DealRecord): number {
  return deal.case?.deadline ?? 0;
}

function seatsHere(ports: PanelPorts, deal: DealRecord): PrivateKeyAccount[] {
  const panel = openPanelOf(deal);
  return ports.members.filter((member) => includesHex(panel, member.address));
}

function sealFor(deal: DealRecord, seat: Address, { resultDigest, fuelUsed }: Found): Hex {
  return sealOf(deal.dealId, seat, resultDigest, fuelUsed);
}

async function find(
  ports: PanelPorts,
  deal: DealRecord,
  seats: readonly PrivateKeyAccount[],
): Promise<Found | undefined> {
  const { dealId } = deal;
  try {
    const run = await ports.run(deal, seats);
    await ports.handIn(deal, seats[0]!, run).catch((err: unknown) => {
      ports.log.warn({ err, dealId }, 'the result could not be left for the buyer');
    });
    return { resultDigest: run.resultDigest, fuelUsed: run.fuelUsed };
  } catch (err) {
    // Saying nothing would cost the seat its stake when the others cannot run it either.
    if (!(err instanceof ContentUnavailableError || err instanceof UnrunnableError)) throw err;
    if (ports.now() < searchEndOf(deal)) {
      ports.log.warn({ err, dealId }, 'inputs not found yet');
      return undefined;
    }
    ports.log.warn({ err, dealId }, 'inputs not found: committing inputs-unavailable');
    return UNAVAILABLE;
  }
}
