'use client';

import { Amount } from '@/components/ui/amount';
import { Link } from '@/components/ui/link';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatAmount } from '@/lib/shared/amount.view';
import { useBalances } from '@/lib/wallet/balances.client';

/** What the person has in the market; a link to the account. */
export function BalanceLink() {
  const { data } = useBalances();
  const { tokenSymbol } = usePublicConfig();
  if (!data) return null;
  return (
    <Link
      href="/account"
      prefetch={false}
      title={`Available ${formatAmount(data.available)}, locked ${formatAmount(data.locked)} ${tokenSymbol}`}
      className="tabular hidden flex-col rounded-md px-2 py-1 text-right text-xs leading-4 hover:bg-raised lg:flex"
    >
      <span>
        <Amount value={data.available} /> <span className="text-muted">available</span>
      </span>
      <span className="text-muted">
        <Amount value={data.locked} /> locked
      </span>
    </Link>
  );
}
