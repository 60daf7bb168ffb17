'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { walletStore } from '@/lib/wallet/wallet-store.client';

const WalletRuntime = dynamic(() => import('./wallet-runtime'), { ssr: false });

/** Loads the wallet code when the page is idle, or at once when something asks for it. */
export function WalletHost() {
  const config = usePublicConfig();
  const [idle, setIdle] = useState(false);
  const wanted = useSyncExternalStore(
    walletStore.subscribe,
    walletStore.wanted,
    walletStore.notWanted,
  );
  useEffect(() => {
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(() => setIdle(true), 600);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(() => setIdle(true), { timeout: 1_500 });
    return () => cancelIdleCallback(handle);
  }, []);
  return idle || wanted ? <WalletRuntime config={config} /> : null;
}
