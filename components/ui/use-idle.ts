'use client';

import { useEffect, useState } from 'react';

const PATIENCE_MS = 2_000;

/** True once the page is loaded and has nothing better to do, or two seconds after it was loaded. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    let cancel = (): void => undefined;
    const wait = (): void => {
      if (typeof requestIdleCallback === 'undefined') {
        const timer = setTimeout(() => setIdle(true), PATIENCE_MS);
        cancel = () => clearTimeout(timer);
      } else {
        const request = requestIdleCallback(() => setIdle(true), { timeout: PATIENCE_MS });
        cancel = () => cancelIdleCallback(request);
      }
    };
    if (document.readyState === 'complete') wait();
    else {
      window.addEventListener('load', wait, { once: true });
      cancel = () => window.removeEventListener('load', wait);
    }
    return () => cancel();
  }, []);
  return isIdle;
}
