import { type Address, type Hex, isAddressEqual } from 'viem';
import { cidOfId } from '../content/content-id';
import { includesAddress, isReleased } from './access';
import { EMPTY_DEAL, type HandedInResult } from './content-record';
import type { DealFacts } from './deal-book';
import type { Caller, DirectoryPorts } from './directory-ports';
import { askFresh } from './fresh-deals';
import { isBuyerOrGuest } from './read-content.service';
import { notFound, ServiceError } from './service-error';

/** A result that the buyer may read, and whose it is. */
export type ReleasedResult = {
  readonly id: Hex;
  readonly cid: string;
  readonly party: Address;
  readonly role: 'provider' | 'seat';
  readonly seal: Hex;
  readonly resultDigest: Hex;
  /** Decimal. */
  readonly fuelUsed: string;
};

const MAX_GUESTS = 32;

/** The results of a deal that are released by now, for its buyer and guests. */
export async function listResults(
  ports: DirectoryPorts,
  dealId: Hex,
  caller: Caller,
): Promise<ReleasedResult[]> {
  const read = () => {
    const found = releasedIn(ports, dealId);
    return found && isBuyerOrGuest(ports, found.deal, caller) ? found : undefined;
  };
  // What is not released may only mean that the post or the verdict was not read yet.
  await askFresh(ports.book, () => (read()?.isAll === true ? true : undefined));
  const found = read();
  if (found === undefined) throw notFound('deal');
  return found.released.map((result) => resultView(found.deal, result));
}

/** A known deal with those of its results that are released by now. */
export function releasedIn(ports: DirectoryPorts, dealId: Hex) {
  const deal = ports.book.dealById(dealId);
  if (deal === undefined) return undefined;
  const { results } = ports.deals.get(dealId) ?? EMPTY_DEAL;
  const released = results.filter((result) => isReleased(deal, result));
  return { deal, released, isAll: results.length > 0 && released.length === results.length };
}

/** A result that was handed in, as its readers see it. */
export function resultView(deal: DealFacts, result: HandedInResult): ReleasedResult {
  const { id, party, seal, resultDigest, fuelUsed } = result;
  const role = isAddressEqual(party, deal.provider) ? 'provider' : 'seat';
  return { id, cid: cidOfId(id), party, role, seal, resultDigest, fuelUsed };
}

/** Lets somebody else read the deal's results, or no longer. For the buyer only. */
export async function changeGuest(
  ports: DirectoryPorts,
  request: { dealId: Hex; guest: Address; isGuest: boolean },
  caller: Caller,
): Promise<Address[]> {
  const { dealId, guest, isGuest } = request;
  await demandBuyer(ports, dealId, caller);
  const record = await ports.deals.change(dealId, (old) => {
    const deal = old ?? EMPTY_DEAL;
    const others = deal.guests.filter((entry) => !isAddressEqual(entry, guest));
    if (isGuest && !includesAddress(others, guest) && others.length >= MAX_GUESTS) {
      throw new ServiceError(409, 'too_many_guests', `A deal has at most ${MAX_GUESTS} guests.`);
    }
    return { ...deal, guests: isGuest ? [...others, guest] : others };
  });
  return record.guests;
}

/** Who may read the deal's results besides its buyer. For the buyer only. */
export async function listGuests(
  ports: DirectoryPorts,
  dealId: Hex,
  caller: Caller,
): Promise<Address[]> {
  await demandBuyer(ports, dealId, caller);
  return (ports.deals.get(dealId) ?? EMPTY_DEAL).guests;
}

/** The deal, for its buyer; the chain is read on before saying no. */
export async function demandBuyer(
  ports: DirectoryPorts,
  dealId: Hex,
  caller: Caller,
): Promise<DealFacts> {
  const deal = await askFresh(ports.book, () => {
    const found = ports.book.dealById(dealId);
    return found !== undefined && isAddressEqual(found.buyer, caller.address) ? found : undefined;
  });
  if (deal === undefined) throw notFound('deal');
  return deal;
}
