'use client';

import dynamic from 'next/dynamic';
import { useAttended } from '@/components/ui/use-attended';

const Toaster = dynamic(() => import('@/components/ui/toaster').then(({ Toaster }) => Toaster), {
  ssr: false,
});

/** Where toasts appear: loaded once there is somebody to show them to. */
export function ToasterHost() {
  return useAttended() ? <Toaster /> : null;
}
