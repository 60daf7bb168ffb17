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
  /** As a mediator. */
  stake: Stake;
}

interface Stake {
  free: bigint;
  seated: bigint;
  unbonding: bigint;
  /** Unix seconds; 0 where nothing was asked back. */
  releaseAt: number;
}

/** The connected account's money, from the chain. */
export function useBalances() {
  const { market, lens, rpcUrl } = usePublicConfig();
  const { address } = useWallet();
  return useQuery<Balances>({
    queryKey: ['balances', market, address],
    enabled: address !== undefined && market !== undefined,
    refetchInterval: 4_000,
    queryFn: async () => {
      if (!address) throw new Error('No account is connected.');
      const { readBalances } = await import('./read-balances.client');
      return readBalances({ rpcUrl, lens, account: address });
    },
  });
}
