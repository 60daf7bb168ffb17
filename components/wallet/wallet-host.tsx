'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useAttended } from '@/components/ui/use-attended';
import { useIdle } from '@/components/ui/use-idle';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { hasConnectedBefore } from '@/lib/wallet/wallet-storage.client';
import { walletStore } from '@/lib/wallet/wallet-store.client';

const WalletRuntime = dynamic(() => import('./wallet-runtime'), { ssr: false });

/**
 * Loads the wallet code at once when something asks for it; where a wallet was connected before,
 * when the page is idle; else when somebody uses the page.
 */
export function WalletHost() {
  const config = usePublicConfig();
  const isAttended = useAttended();
  const isIdle = useIdle();
  const [isReturning, setReturning] = useState(false);
  const isWanted = useSyncExternalStore(
    walletStore.subscribe,
    walletStore.wanted,
    walletStore.notWanted,
  );
  useEffect(() => {
    if (hasConnectedBefore(config.chainId)) setReturning(true);
    else walletStore.noEarlierConnection();
  }, [config.chainId]);
  const isDue = isWanted || isAttended || (isReturning && isIdle);
  return isDue ? <WalletRuntime config={config} /> : null;
}
