'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { createClock, offsetOf } from './clock';

const ClockContext = createContext(createClock(0));

/**
 * One clock for the page: unix seconds, as the server has them. Deadlines are the chain's, and what a
 * browser believes of the time must not hide a button that the chain still takes. `initial` is the
 * server's time when it drew the page, renewed whenever it draws it again; in between the clock ticks
 * once a second while the page is visible.
 */
export function NowProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const [clock] = useState(() => createClock(initial));
  const offset = useRef<number>(undefined);
  useEffect(() => {
    offset.current = offsetOf(initial, Date.now(), offset.current);
    const tick = () => {
      if (!document.hidden) clock.set(Math.floor((Date.now() + (offset.current ?? 0)) / 1000));
    };
    const timer = setInterval(tick, 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [clock, initial]);
  return <ClockContext.Provider value={clock}>{children}</ClockContext.Provider>;
}

/** A part of the page in which it is always the same moment, Unix seconds: for what is replayed. */
export function FrozenNow({ at, children }: { at: number; children: ReactNode }) {
  const clock = useMemo(() => createClock(at), [at]);
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
