'use client';

import { Wallet } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { switchNetwork } from './switch-network.client';

interface NeedsWalletProps {
  /** What a wallet is needed for: "see and move your money". */
  to: string;
  children: ReactNode;
}

/** Shows its children to a connected account on the right chain, and asks for one otherwise. */
export function NeedsWallet({ to, children }: NeedsWalletProps) {
  const wallet = useWallet();
  const { chainId, chainName, local } = usePublicConfig();
  if (wallet.status === 'loading') {
    return (
      <div role="status" aria-label="Looking for your wallet" className="flex flex-col gap-3 p-4">
        <Skeleton className="w-1/3" />
        <Skeleton className="w-2/3" />
      </div>
    );
  }
  if (wallet.status === 'disconnected') {
    return (
      <EmptyState
        icon={Wallet}
        title={`Connect a wallet to ${to}`}
        action={<Button onClick={wallet.connect}>Connect wallet</Button>}
      >
        {local
          ? 'Any wallet in your browser works. No wallet? The development wallet makes a key in this browser, for test tokens only.'
          : 'Any wallet in your browser works.'}
      </EmptyState>
    );
  }
  if (wallet.chainId !== chainId) {
    return (
      <EmptyState
        icon={Wallet}
        title="Your wallet is on another network"
        action={<Button onClick={() => void switchNetwork()}>Switch to {chainName}</Button>}
      >
        This market lives on {chainName} (chain {chainId}).
      </EmptyState>
    );
  }
  return children;
}
