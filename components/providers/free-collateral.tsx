'use client';

import { Amount } from '@/components/ui/amount';
import { useProviderFunds } from '@/lib/offers/provider-funds.client';

/** What a provider has in the market to put up for new deals, from the chain. */
export function FreeCollateral({ provider }: { provider: `0x${string}` }) {
  const funds = useProviderFunds([provider])(provider);
  if (funds === undefined) return 'reading the chain…';
  return (
    <>
      <Amount value={funds} /> free for more
    </>
  );
}
