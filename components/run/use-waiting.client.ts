'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';

const NAME = 'waiting';

/**
 * The offer that a purchase waits for, kept in the page's address (?waiting=0x…). Written at once and
 * by the browser's own history: what nuqs has written last outlives a page that is left in the same
 * moment, as this one is when the offer is matched, and would send the next purchase to this deal.
 */
export function useWaiting() {
  const params = useSearchParams();
  const named = params.get(NAME);
  const [waiting, setState] = useState(() => hashOf(named));
  const setWaiting = useCallback((hash: `0x${string}` | undefined) => {
    setState(hash);
    write(hash);
  }, []);
  // Back and forward lead to addresses of before the signing, or of an offer that is over.
  useEffect(() => {
    if (named !== (waiting ?? null)) write(waiting);
  }, [named, waiting]);
  return [waiting, setWaiting] as const;
}

function write(hash: `0x${string}` | undefined): void {
  const url = new URL(window.location.href);
  if (hash) url.searchParams.set(NAME, hash);
  else url.searchParams.delete(NAME);
  window.history.replaceState(null, '', url);
}

function hashOf(text: string | null): `0x${string}` | undefined {
  return text !== null && /^0x[0-9a-f]{64}$/.test(text) ? (text as `0x${string}`) : undefined;
}
