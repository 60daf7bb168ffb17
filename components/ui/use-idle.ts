'use client';

import { useEffect, useState } from 'react';

const PATIENCE_MS = 2_000;

/** True once the page has nothing better to do, or two seconds after it was shown. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(() => setIdle(true), PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(() => setIdle(true), { timeout: PATIENCE_MS });
    return () => cancelIdleCallback(request);
  }, []);
  return isIdle;
}
