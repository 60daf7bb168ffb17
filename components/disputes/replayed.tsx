'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

/** What of a page is told anew for a past moment. */
type PastPart = 'title' | 'chip' | 'claim' | 'seats' | 'money' | 'verdict' | 'timeline';

/** A deal as it was after one of its events, part by part. */
export type PastParts = Readonly<Record<PastPart, ReactNode>>;

interface Replaying {
  /** Undefined: as it is now. */
  readonly past: PastParts | undefined;
  readonly show: (past: PastParts | undefined) => void;
}

const ReplayContext = createContext<Replaying>({ past: undefined, show: () => undefined });

/** A page that can be shown as it was. The server draws it as it is. */
export function Replayed({ children }: { children: ReactNode }) {
  const [past, show] = useState<PastParts>();
  const value = useMemo(() => ({ past, show }), [past]);
  return <ReplayContext.Provider value={value}>{children}</ReplayContext.Provider>;
}

export function useReplay(): Replaying {
  return useContext(ReplayContext);
}

/** A part of the page: its children as it is now, and what stood there at the moment that is replayed. */
export function AsOf({ part, children }: { part: PastPart; children: ReactNode }) {
  const { past } = useReplay();
  return past ? past[part] : children;
}

/** Not shown of the past. */
export function OnlyNow({ children }: { children: ReactNode }) {
  return useReplay().past ? null : children;
}
