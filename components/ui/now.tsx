'use client';

import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useState,
} from 'react';

const NowContext = createContext(0);

/**
 * One clock for the page: unix seconds. The first value comes from the server, so that the markup
 * of server and browser agree; afterwards it ticks once a second while the page is visible.
 */
export function NowProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    const tick = () => {
      // Every time on the page is written anew by this: in slices, behind whatever else is going on.
      if (!document.hidden) startTransition(() => setNow(Math.floor(Date.now() / 1000)));
    };
    tick();
    const timer = setInterval(tick, 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
  return <NowContext.Provider value={now}>{children}</NowContext.Provider>;
}

/** Unix seconds, ticking. */
export function useNow(): number {
  return useContext(NowContext);
}
