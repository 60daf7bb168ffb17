'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useState } from 'react';

const NAME = 'waiting';

/**
 * The offer that a purchase waits for, kept in the page's address (?waiting=0x…). Written at once and
 * by the browser's own history: what nuqs has written last outlives a page that is left in the same
 * moment, as this one is when the offer is matched, and would send the next purchase to this deal.
 */
export function useWaiting() {
  const params = useSearchParams();
  const [waiting, setState] = useState(() => hashOf(params.get(NAME)));
  const setWaiting = useCallback((hash: `0x${string}` | undefined) => {
    setState(hash);
    const url = new URL(window.location.href);
    if (hash) url.searchParams.set(NAME, hash);
    else url.searchParams.delete(NAME);
    window.history.replaceState(null, '', url);
  }, []);
  return [waiting, setWaiting] as const;
}

function hashOf(text: string | null): `0x${string}` | undefined {
  return text !== null && /^0x[0-9a-f]{64}$/.test(text) ? (text as `0x${string}`) : undefined;
}
