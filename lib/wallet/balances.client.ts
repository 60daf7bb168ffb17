'use client';

import { useQuery } from '@tanstack/react-query';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useWallet } from './use-wallet.client';

export interface Balances {
  /** In the market, free to use. */
  available: bigint;
  /** In the market, behind open deals. */
  locked: bigint;
  /** In the wallet itself, not deposited. */
  wallet: bigint;
  /** Native coin for gas, in wei. */
  gas: bigint;
}

export function useBalances() {
  const config = usePublicConfig();
  const { address } = useWallet();
  const { market, token, rpcUrl } = config;
  return useQuery<Balances>({
    queryKey: ['balances', market, address],
    enabled: address !== undefined && market !== undefined && token !== undefined,
    refetchInterval: 4_000,
    queryFn: async () => {
      if (!address || !market || !token) throw new Error('No account is connected.');
      const { readBalances } = await import('./read-balances.client');
      return readBalances({ rpcUrl, market, token, account: address });
    },
  });
}
