'use client';

import dynamic from 'next/dynamic';
import { useWallet } from '@/lib/wallet/use-wallet.client';

const ConnectedBanner = dynamic(() => import('./connected-banner'), { ssr: false });

/** Over every page, but only for what needs the person now; a visitor's page does without its code. */
export function AttentionBanner() {
  const { status, address } = useWallet();
  return status === 'connected' && address ? <ConnectedBanner /> : null;
}
