'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';
import { NeedsWallet } from '@/components/wallet/needs-wallet';
import type { SetupMarket } from './setup-market';

function Waiting() {
  return (
    <div role="status" aria-label="Loading the steps" className="flex flex-col gap-4">
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}

const SetupWizard = dynamic(() => import('./setup-wizard').then((module) => module.SetupWizard), {
  ssr: false,
  loading: Waiting,
});

/** The steps, loaded once there is a wallet to sign with. */
export function SetupHost({ market }: { market: SetupMarket }) {
  return (
    <NeedsWallet to="add a machine">
      <SetupWizard market={market} />
    </NeedsWallet>
  );
}
