'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const LOOK_MS = 2_000;

/** While a machine is being checked, has the page rendered again, so that the outcome is there at once. */
export function RecheckWatch({ isChecking }: { isChecking: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isChecking) return;
    const timer = setInterval(() => router.refresh(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isChecking, router]);
  return null;
}
