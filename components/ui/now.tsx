'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { createClock } from './clock';

const ClockContext = createContext(createClock(0));

/**
 * One clock for the page: unix seconds. The first value comes from the server, so that the markup
 * of server and browser agree; afterwards it ticks once a second while the page is visible.
 */
export function NowProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const [clock] = useState(() => createClock(initial));
  useEffect(() => {
    const tick = () => {
      if (!document.hidden) clock.set(Math.floor(Date.now() / 1000));
    };
    const timer = setInterval(tick, 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [clock]);
  return <ClockContext.Provider value={clock}>{children}</ClockContext.Provider>;
}

/** Unix seconds, ticking. */
export function useNow(): number {
  return useAtNow((now) => now);
}

/**
 * What a time says now, such as "4 min ago". A part is drawn again when that changes, not with every
 * tick: a page has dozens of times on it, most of them minutes or days away.
 */
export function useAtNow<Said extends string | number | undefined>(
  say: (now: number) => Said,
): Said {
  const clock = useContext(ClockContext);
  return useSyncExternalStore(
    clock.subscribe,
    () => say(clock.now()),
    () => say(clock.first),
  );
}
