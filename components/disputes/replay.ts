import type { DealEvent } from '@/lib/chain/deal-event';
import { type DealRecord, foldDealEvents } from '@/lib/chain/deal-fold';
import type { DealEventItem } from '@/lib/deals/deals.query';

/** The deal as it was after its first `count` events. */
export function recordAfter(
  events: readonly DealEventItem[],
  count: number,
): DealRecord | undefined {
  return foldDealEvents(events.slice(0, count).map(eventOf));
}

/**
 * The moment that an address names, as a count of events; undefined for the present, and for what is
 * no moment of this deal.
 */
export function momentOf(text: string | null, count: number): number | undefined {
  const event = /^\d{1,6}$/.test(text ?? '') ? Number(text) : count;
  return event >= 1 && event < count ? event : undefined;
}

function eventOf(item: DealEventItem): DealEvent {
  const { name, args, blockNumber, logIndex, transactionHash, at } = item;
  const place = { blockNumber, blockHash: '0x', timestamp: at, logIndex, transactionHash };
  // The indexer stored the arguments of the event that this name stands for.
  return { name, args, place } as unknown as DealEvent;
}
