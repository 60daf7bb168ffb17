import type { Address, Hex, PrivateKeyAccount } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { INPUTS_UNAVAILABLE, sealOf } from '../../lib/execution/result-digest';
import { ContentUnavailableError, type DealRun } from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import { includesHex } from '../../lib/shared/address';
import { dueSeats, hasCommitted, isComplete, openPanelOf } from './due-seats';

/** What a panel's seats do in the world. */
export interface PanelPorts {
  readonly members: readonly PrivateKeyAccount[];
  /** Re-executes the job as `seat` (who may read the inputs). */
  readonly run: (deal: DealRecord, seat: PrivateKeyAccount) => Promise<DealRun>;
  /** Leaves the result for the buyer, in case the provider's is wrong. */
  readonly handIn: (deal: DealRecord, seat: PrivateKeyAccount, run: DealRun) => Promise<void>;
  readonly commit: (deal: DealRecord, seat: PrivateKeyAccount, seal: Hex) => Promise<void>;
  /** Answers false where the market has no majority for it (yet). */
  readonly resolve: (deal: DealRecord, seat: PrivateKeyAccount, found: Found) => Promise<boolean>;
  /** Unix seconds of the chain. */
  readonly now: () => Promise<number>;
  readonly log: Logger;
}

/** What the seats of this process found, kept for the resolve that follows. */
export type Found = { readonly resultDigest: Hex; readonly fuelUsed: bigint };

const UNAVAILABLE: Found = { resultDigest: INPUTS_UNAVAILABLE, fuelUsed: 0n };
/** The share of a panel's time during which missing inputs are asked for again. */
const SEARCH_SHARE = 0.5;

/**
 * Serves an open panel for the members of this process that sit in it: re-execute once, commit each
 * seat's own seal, resolve. Safe to call again at any time: commits are read from the chain, and a
 * job that was forgotten in a crash runs again with the same result.
 *
 * @param known what this process found for the deal before, if it still knows
 * @returns what was found; undefined where nothing is to do or inputs are still being searched for
 */
export async function servePanel(
  ports: PanelPorts,
  deal: DealRecord,
  known: Found | undefined,
  searchUntil: number,
): Promise<Found | undefined> {
  const seats = seatsHere(ports, deal);
  const first = seats[0];
  if (!first || !deal.case) return undefined;
  const found = known ?? (await find(ports, deal, first, searchUntil));
  if (!found) return undefined;
  const due = dueSeats(
    deal,
    seats.map((seat) => seat.address),
  );
  await Promise.all(
    seats
      .filter((seat) => includesHex(due, seat.address))
      .map((seat) => ports.commit(deal, seat, sealFor(deal, seat.address, found))),
  );
  return found;
}

/** Sends the verdict once it can count: when all have committed, or the deadline is over. */
export async function resolvePanel(
  ports: PanelPorts,
  deal: DealRecord,
  found: Found,
): Promise<boolean> {
  const seat = seatsHere(ports, deal).find((member) => hasCommitted(deal, member.address));
  if (!seat || !deal.case) return false;
  if (!isComplete(deal) && (await ports.now()) <= deal.case.deadline) return false;
  return ports.resolve(deal, seat, found);
}

/** Until when a seat looks for inputs before it says that there are none. */
export function searchEndOf(seatedAt: number, deadline: number): number {
  return Math.floor(seatedAt + (deadline - seatedAt) * SEARCH_SHARE);
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
  seat: PrivateKeyAccount,
  searchUntil: number,
): Promise<Found | undefined> {
  try {
    const run = await ports.run(deal, seat);
    await ports.handIn(deal, seat, run).catch((err: unknown) => {
      ports.log.warn({ err, dealId: deal.dealId }, 'the result could not be left for the buyer');
    });
    return { resultDigest: run.resultDigest, fuelUsed: run.fuelUsed };
  } catch (err) {
    if (!(err instanceof ContentUnavailableError)) throw err;
    if ((await ports.now()) < searchUntil) {
      ports.log.warn({ err, dealId: deal.dealId }, 'inputs not found yet');
      return undefined;
    }
    ports.log.warn({ err, dealId: deal.dealId }, 'inputs not found: committing inputs-unavailable');
    return UNAVAILABLE;
  }
}
