'use client';

import { useQuery } from '@tanstack/react-query';
import { throttle } from 'es-toolkit/function';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef } from 'react';
import type { Topic } from '@/lib/live/change';
import { useChanges } from '@/lib/live/live-feed.client';
import { getJson } from '@/lib/shared/api.client';

interface LiveRefreshProps {
  topics: readonly Topic[];
  /** When the server began to read what the page shows, Unix milliseconds. */
  readAt: number;
  /** An API path whose answer changes with the page's data: asked while no changes are told. */
  path: string;
  /** How often it is asked besides, for what changes without an event: a machine that goes off. */
  besidesMs?: number;
}

/** A busy market must not have a page rendered again for each of its events. */
const LEAST_GAP_MS = 800;
const POLL_MS = 4_000;
const BESIDES_MS = 30_000;

/**
 * Keeps a page fresh: has the server render it again when something that it shows has changed.
 * Where the line is broken it polls one small answer of the API. Forms and open tabs stay as they are.
 */
export function LiveRefresh(props: LiveRefreshProps) {
  const { topics, readAt, path, besidesMs = BESIDES_MS } = props;
  const router = useRouter();
  // At once, and then not before the gap is over; the last wish is never lost.
  const refresh = useMemo(() => throttle(() => router.refresh(), LEAST_GAP_MS), [router]);
  useEffect(() => () => refresh.cancel(), [refresh]);
  const isLive = useChanges(topics, readAt, refresh);
  const last = useRef<string | undefined>(undefined);
  const { data } = useQuery({
    queryKey: ['live', path],
    queryFn: async ({ signal }) => JSON.stringify(await getJson<unknown>(path, signal)),
    refetchInterval: isLive ? besidesMs : POLL_MS,
    retry: false,
  });
  useEffect(() => {
    if (data === undefined) return;
    if (last.current !== undefined && last.current !== data) refresh();
    last.current = data;
  }, [data, refresh]);
  return null;
}
