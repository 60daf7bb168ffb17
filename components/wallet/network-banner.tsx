'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** Above every page while the connected wallet is on a chain where this market is not. */
export function NetworkBanner() {
  const wallet = useWallet();
  const { chainId, chainName } = usePublicConfig();
  if (wallet.status !== 'connected' || wallet.chainId === chainId) return null;
  return (
    <div className="shell pt-4">
      <Notice
        tone="attention"
        alert
        title="Your wallet is on another network"
        action={
          <Button
            size="sm"
            onClick={() => void wallet.ready().then((actions) => actions.switchChain())}
          >
            Switch to {chainName}
          </Button>
        }
      >
        This market lives on {chainName} (chain {chainId}). You can look around; to sign or pay,
        switch first.
      </Notice>
    </div>
  );
}
