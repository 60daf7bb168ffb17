import type { Address, Hex } from 'viem';
import { sameHex } from '../shared/address';
import { includesAddress } from './access';
import type { Caller, DirectoryPorts } from './directory-ports';
import { askFresh } from './fresh-deals';
import { notFound } from './service-error';

/** How far a seat's re-execution is, as the seat says. */
export interface SeatProgress {
  readonly seat: Address;
  /** Of the fuel that the provider posted: 0 to 1. What a run takes beyond it is not told. */
  readonly share: number;
  /** When it was said, Unix seconds. */
  readonly at: number;
}

/** Whoever says nothing more for so long (seconds) has ended, or was ended. */
export const PROGRESS_HOLDS = 20;

/**
 * What seats say of their runs. Kept in memory alone: it decides nothing, and a moment later it is
 * worth nothing.
 */
export class SeatsProgress {
  readonly #said = new Map<Hex, readonly SeatProgress[]>();

  tell(dealId: Hex, said: SeatProgress): void {
    for (const deal of this.#said.keys()) this.#forgetOld(deal, said.at);
    const others = this.of(dealId, said.at).filter(({ seat }) => !sameHex(seat, said.seat));
    this.#said.set(dealId, [...others, said]);
  }

  /** What is still true at `now`, Unix seconds. */
  of(dealId: Hex, now: number): readonly SeatProgress[] {
    return (this.#said.get(dealId) ?? []).filter(({ at }) => now - at <= PROGRESS_HOLDS);
  }

  #forgetOld(dealId: Hex, now: number): void {
    const held = this.of(dealId, now);
    if (held.length === 0) this.#said.delete(dealId);
    else this.#said.set(dealId, held);
  }
}

/** Takes a seat's word on its run. For those alone who were drawn. */
export async function tellProgress(
  ports: DirectoryPorts,
  progress: SeatsProgress,
  { dealId, share }: { dealId: Hex; share: number },
  caller: Caller,
): Promise<void> {
  const seat = await askFresh(ports.book, () => {
    const deal = ports.book.dealById(dealId);
    return deal && !deal.isSettled && includesAddress(deal.seats, caller.address)
      ? caller.address
      : undefined;
  });
  if (seat === undefined) throw notFound('deal');
  progress.tell(dealId, { seat, share, at: ports.now() });
}
