'use client';

import dynamic from 'next/dynamic';
import { useIdle } from '@/components/ui/use-idle';

const Toaster = dynamic(() => import('@/components/ui/toaster').then(({ Toaster }) => Toaster), {
  ssr: false,
});

/** Where toasts appear: loaded once the page has nothing better to do. */
export function ToasterHost() {
  return useIdle() ? <Toaster /> : null;
}
