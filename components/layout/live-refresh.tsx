'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { getJson } from '@/lib/shared/api.client';

interface LiveRefreshProps {
  /** An API path whose answer changes when the page's data does. */
  path: string;
  everyMs: number;
}

/**
 * Keeps a page fresh: polls one small answer of the API and has the server render the page again
 * when it differs. Forms and open tabs stay as they are.
 */
export function LiveRefresh({ path, everyMs }: LiveRefreshProps) {
  const router = useRouter();
  const last = useRef<string | undefined>(undefined);
  const { data } = useQuery({
    queryKey: ['live', path],
    queryFn: async ({ signal }) => JSON.stringify(await getJson<unknown>(path, signal)),
    refetchInterval: everyMs,
    retry: false,
  });
  useEffect(() => {
    if (data === undefined) return;
    if (last.current !== undefined && last.current !== data) router.refresh();
    last.current = data;
  }, [data, router]);
  return null;
}
