'use client';

import { useSearchParams } from 'next/navigation';
import { type TabItem, Tabs } from '@/components/ui/tabs';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { useParty } from './use-party.client';

interface DealTabsProps {
  terms: DealRecord['terms'];
  hasResult: boolean;
  items: readonly TabItem[];
}

/** The part that is looked at is in the address, to be shared and come back to. */
function showPart(part: string): void {
  window.history.replaceState(null, '', `?part=${part}`);
}

/** The parts of a deal, one at a time. */
export function DealTabs({ terms, hasResult, items }: DealTabsProps) {
  const chosen = useSearchParams().get('part');
  // A buyer comes for the result; whoever chose another part stays there.
  const usual = useParty(terms) === 'buyer' && hasResult ? 'result' : 'overview';
  const value = items.some((item) => item.value === chosen) && chosen !== null ? chosen : usual;
  return <Tabs label="Parts of the deal" value={value} onValueChange={showPart} items={items} />;
}
