'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { throttle } from 'es-toolkit/function';
import { useEffect, useMemo, useState } from 'react';
import { useChanges } from '@/lib/live/live-feed.client';
import { getJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';
import type { PostedOffer } from './signed-offer';

/** While no changes are told. */
const POLL_MS = 2_000;
/** While they are: an offer that expires or is cancelled is seen by then. */
const LIVE_POLL_MS = 10_000;
/** A busy market must not have an offer read again for each of its deals. */
const LEAST_GAP_MS = 1_000;
/** After this the person is told why it takes so long. */
const SLOW_MS = 60_000;
/** An offer that was being posted when its page was left may still arrive. */
const ARRIVAL_MS = 20_000;

interface WaitingOffer {
  offer: PostedOffer | undefined;
  /** It waits unusually long. */
  isSlow: boolean;
  /** It never arrived, so nothing was bought. */
  isLost: boolean;
  /** The server does not answer; the offer is safe where it is. */
  isUnreachable: boolean;
}

/** Follows what becomes of a signed job offer: with every deal of the market, and slowly without. */
export function usePostedOffer(hash: `0x${string}`): WaitingOffer {
  const client = useQueryClient();
  const [since] = useState(() => Date.now());
  const look = useMemo(() => {
    const again = () => void client.invalidateQueries({ queryKey: keyOf(hash) });
    return throttle(again, LEAST_GAP_MS);
  }, [client, hash]);
  useEffect(() => () => look.cancel(), [look]);
  const isLive = useChanges(['deal'], since, look);
  const { data, error } = useQuery({
    queryKey: keyOf(hash),
    queryFn: ({ signal }) => getJson<PostedOffer>(`/api/v1/job-offers/${hash}`, signal),
    refetchInterval: ({ state }) => {
      if (state.data && state.data.state.kind !== 'open') return false;
      return isLive && !state.error ? LIVE_POLL_MS : POLL_MS;
    },
    refetchIntervalInBackground: true,
    retry: false,
  });
  // On another device, or after a reload, it has waited for longer than this page.
  const posted = data ? Math.min(since, data.postedAt * 1_000) : since;
  const isUnknown = error instanceof ApiError && error.status === 404;
  const isLate = useIsPast(since + ARRIVAL_MS);
  const isSlow = useIsPast(posted + SLOW_MS);
  return {
    offer: data,
    isSlow,
    isLost: data === undefined && isUnknown && isLate,
    isUnreachable: error !== null && !isUnknown,
  };
}

const keyOf = (hash: `0x${string}`) => ['job-offer', hash] as const;

/** Whether a moment (Unix milliseconds) has passed. */
function useIsPast(moment: number): boolean {
  const [isPast, setPast] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPast(true), Math.max(0, moment - Date.now()));
    return () => clearTimeout(timer);
  }, [moment]);
  return isPast;
}
