import type { Hex } from 'viem';
import { sameHex } from '../shared/address';
import type { DealRecord } from './deal-fold';

/** A commit as resolve, settle and voidDeal replay it (contracts/src/types/Deals.sol). */
export type CommitReplay = { readonly seat: number; readonly seal: Hex };

/** Seats of the second panel are counted from here. */
const SECOND_PANEL = 16;

/** All commits of a deal's panels, in the order of the chain. */
export function commitReplayOf({ case: inCase, commits }: DealRecord): readonly CommitReplay[] {
  const { firstPanel = [], secondPanel = [] } = inCase ?? {};
  return commits.map(({ mediator, seal }) => {
    const first = firstPanel.findIndex((seat) => sameHex(seat, mediator));
    if (first >= 0) return { seat: first, seal };
    const second = secondPanel.findIndex((seat) => sameHex(seat, mediator));
    if (second < 0) throw new Error(`${mediator} committed without a seat`);
    return { seat: SECOND_PANEL + second, seal };
  });
}
