import type { DealFilter } from '@/lib/deals/deals.query';
import { addressOf } from './paging';

/**
 * What is meant by a search for deals: the beginning of an id, or a party's address. Undefined for what
 * names nothing: it finds nothing, and not everything.
 */
export function dealSearchOf(
  text: string | undefined,
): Pick<DealFilter, 'searched' | 'idPrefix'> | undefined {
  if (text === undefined) return {};
  const address = addressOf(text);
  if (address) return { searched: address };
  return /^0x[0-9a-f]{1,64}$/i.test(text) ? { idPrefix: text } : undefined;
}
