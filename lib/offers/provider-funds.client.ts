'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Address } from 'viem';
import { usePublicConfig } from '../env/public-config.client';

/** What providers have in the market to put up, read from the chain; undefined until it is known. */
export function useProviderFunds(
  providers: readonly Address[],
): (provider: Address) => bigint | undefined {
  const { rpcUrl, market, lens } = usePublicConfig();
  const wanted = [...new Set(providers.map((provider) => provider.toLowerCase()))].sort();
  const { data } = useQuery({
    queryKey: ['provider-funds', market, ...wanted],
    enabled: market !== undefined && wanted.length > 0,
    queryFn: async () => {
      const { readFunds } = await import('./read-funds.client');
      return readFunds({ rpcUrl, lens, accounts: wanted as Address[] });
    },
    refetchInterval: 10_000,
    placeholderData: (old) => old,
  });
  return useCallback((provider) => data?.get(provider.toLowerCase()), [data]);
}
