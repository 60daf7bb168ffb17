'use client';

import dynamic from 'next/dynamic';
import { useWallet } from '@/lib/wallet/use-wallet.client';

const NoticePopover = dynamic(() => import('./notice-popover'), { ssr: false });

/** The bell of a connected account; a visitor's page does without its code. */
export function NoticeBell() {
  const { status } = useWallet();
  return status === 'connected' ? <NoticePopover /> : null;
}
