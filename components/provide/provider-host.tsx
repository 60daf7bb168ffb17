'use client';

import { Wallet } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button, buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** The geometry of what comes. */
function Waiting() {
  return (
    <div role="status" aria-label="Reading your machines" className="flex flex-col gap-6">
      <Card className="grid grid-cols-2 gap-4 p-4 sm:grid-cols-5">
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <div key={key} className="flex flex-col gap-2 py-1">
            <Skeleton className="w-20" />
            <Skeleton className="h-6 w-24" />
          </div>
        ))}
      </Card>
      <Card>
        <SkeletonRows rows={3} label="Reading your machines" />
      </Card>
    </div>
  );
}

const ProviderHome = dynamic(
  () => import('./provider-home').then((module) => module.ProviderHome),
  {
    ssr: false,
    loading: Waiting,
  },
);

/** The provider's own page, loaded once its wallet is known; a visitor is told what would be here. */
export function ProviderHost() {
  const { status, connect } = useWallet();
  if (status === 'loading') return <Waiting />;
  if (status === 'connected') return <ProviderHome />;
  return (
    <Card>
      <EmptyState
        icon={Wallet}
        title="Connect a wallet to see your machines"
        action={
          <>
            <Button onClick={connect}>Connect wallet</Button>
            <Link href="/provide/new" className={buttonClass('secondary')}>
              Add a machine
            </Link>
          </>
        }
      >
        What they earn, what stands behind their results, and a switch that drains them.
      </EmptyState>
    </Card>
  );
}
