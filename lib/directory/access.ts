import { type Address, isAddressEqual } from 'viem';
import type { DealFacts } from './deal-book';

/** Who in `deals` may read inputs that `admitted` buyers proved to have. */
export function inputReaders(
  deals: readonly DealFacts[],
  admitted: readonly Address[],
): { principals: Address[] } {
  const principals = deals
    .filter((deal) => includesAddress(admitted, deal.buyer))
    .flatMap((deal) => [deal.buyer, deal.provider, ...deal.seats]);
  return { principals };
}

/** A result that somebody handed in for a deal, and what the directory recomputed from it. */
export type HandedIn = {
  readonly party: Address;
  readonly seal: string;
  readonly resultDigest: string;
  readonly fuelUsed: string;
};

/**
 * Whether the buyer may see a result by now: the provider's from when its seal is on chain, a
 * seat's once a final verdict says the same. Before that a result would be free for the taking.
 */
export function isReleased(deal: DealFacts, result: HandedIn): boolean {
  if (isAddressEqual(result.party, deal.provider)) {
    return (
      deal.posted !== undefined &&
      deal.posted.seal === result.seal &&
      deal.posted.fuelUsed.toString() === result.fuelUsed
    );
  }
  return (
    includesAddress(deal.seats, result.party) &&
    deal.finalDigest !== undefined &&
    deal.finalDigest === result.resultDigest
  );
}

export function includesAddress(list: readonly Address[], address: Address): boolean {
  return list.some((entry) => isAddressEqual(entry, address));
}
