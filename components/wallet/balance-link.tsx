'use client';

import { Link } from '@/components/ui/link';
import { formatAmount } from '@/lib/shared/amount.view';
import { useBalances } from '@/lib/wallet/balances.client';

/** What the person has in the market; a link to the account. */
export function BalanceLink() {
  const { data } = useBalances();
  if (!data) return null;
  return (
    <Link
      href="/account"
      prefetch={false}
      title={`Available ${formatAmount(data.available)}, locked ${formatAmount(data.locked)} tUSD`}
      className="tabular hidden flex-col rounded-md px-2 py-1 text-right text-xs leading-4 hover:bg-raised lg:flex"
    >
      <span>
        {formatAmount(data.available)} <span className="text-muted">available</span>
      </span>
      <span className="text-muted">{formatAmount(data.locked)} locked</span>
    </Link>
  );
}
