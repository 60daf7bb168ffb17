import type { Address } from 'viem';
import { STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { includesHex, sameHex } from '../../lib/shared/address';

/** The seats that decide at present: the first panel's, the second's, or none. */
export function openPanelOf(deal: DealRecord): readonly Address[] {
  if (deal.case?.stage === STAGE.Panel1) return deal.case.firstPanel;
  if (deal.case?.stage === STAGE.Panel2) return deal.case.secondPanel;
  return [];
}

/** Which of `members` sit in the open panel and have not committed. */
export function dueSeats(deal: DealRecord, members: readonly Address[]): Address[] {
  return openPanelOf(deal).filter(
    (seat) => includesHex(members, seat) && !hasCommitted(deal, seat),
  );
}

export function hasCommitted(deal: DealRecord, seat: Address): boolean {
  return deal.commits.some((commit) => sameHex(commit.mediator, seat));
}

/** Whether every seat of the open panel has committed: nobody has to wait for the deadline. */
export function isComplete(deal: DealRecord): boolean {
  const panel = openPanelOf(deal);
  return panel.length > 0 && panel.every((seat) => hasCommitted(deal, seat));
}
