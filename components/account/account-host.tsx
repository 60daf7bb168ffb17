'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';
import { NeedsWallet } from '@/components/wallet/needs-wallet';
import type { AccountSectionsProps } from './account-sections';

function Waiting() {
  return (
    <div role="status" aria-label="Reading your account" className="flex flex-col gap-3 p-4">
      <Skeleton className="w-1/3" />
      <Skeleton className="w-2/3" />
    </div>
  );
}

const AccountSections = dynamic(
  () => import('./account-sections').then((module) => module.AccountSections),
  { ssr: false, loading: Waiting },
);

/** The account, loaded once a wallet is connected: a visitor has no use for its forms. */
export function AccountHost(props: AccountSectionsProps) {
  return (
    <NeedsWallet to="see and move your money">
      <AccountSections {...props} />
    </NeedsWallet>
  );
}
