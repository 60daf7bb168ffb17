'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import type { MachineDetail, MachinePeers, NewPairing, Pairing } from '@/lib/providers/machine-api';
import { getJson, postJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';
import { type Setup, setupOf, setupSearch } from './setup-address';

/** A setup that lives in the page's address, so that a reload goes on where one was. */
export function useSetup(steps: number) {
  // While a link is followed the window's own address is still that of the page before.
  const search = useSearchParams();
  const [setup, setSetup] = useState(() => setupOf(search.toString(), steps));
  useEffect(() => {
    const address = window.location.pathname + setupSearch(setup);
    if (address === window.location.pathname + window.location.search) return;
    // Without a state of its own: that is how Next learns of it (useSearchParams).
    window.history.replaceState(null, '', address);
  }, [setup]);
  const change = useCallback(
    (part: Partial<Setup>) => setSetup((old) => ({ ...old, ...part })),
    [],
  );
  return { setup, change };
}

/** Makes one pairing code for this provider, unless there is one already. */
export function useNewPairing(provider: string | undefined, isWanted: boolean) {
  return useQuery({
    queryKey: ['new-pairing', provider],
    enabled: provider !== undefined && isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => postJson<NewPairing>('/api/v1/pairings', { provider }),
  });
}

/** What became of a code: asked until the agent has called home, or the code is too old. */
export function usePairing(code: string | undefined) {
  return useQuery<Pairing>({
    queryKey: ['pairing', code],
    enabled: code !== undefined,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 2_000 : false),
    queryFn: ({ signal }) => getJson(`/api/v1/pairings/${code}`, signal),
  });
}

/** What a machine has told; null where it has not reported yet. */
export function useMachine(agent: string | undefined) {
  return useQuery({
    queryKey: ['machine', agent],
    enabled: agent !== undefined,
    refetchInterval: 3_000,
    queryFn: async ({ signal }): Promise<MachineDetail | null> => {
      try {
        return await getJson<MachineDetail>(`/api/v1/machines/${agent}`, signal);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

/** A machine's benchmark among those of others. */
export function usePeers(agent: string | undefined, isMeasured: boolean) {
  return useQuery({
    queryKey: ['peers', agent],
    enabled: agent !== undefined && isMeasured,
    refetchInterval: 15_000,
    queryFn: ({ signal }) => getJson<MachinePeers>(`/api/v1/machines/${agent}/peers`, signal),
  });
}
