'use client';

import { useWallet } from '@/lib/wallet/use-wallet.client';
import { MachineTable } from './machine-table';
import { ProviderTiles } from './provider-tiles';

/** What the connected provider has to see first; nothing for a visitor. */
export function ProviderHome() {
  const { status } = useWallet();
  if (status !== 'connected') return null;
  return (
    <>
      <ProviderTiles />
      <MachineTable />
    </>
  );
}
