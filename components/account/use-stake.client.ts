'use client';

import { useQuery } from '@tanstack/react-query';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

export interface StakeView {
  free: bigint;
  seated: bigint;
  unbonding: bigint;
  /** Unix seconds; 0 where nothing was asked back. */
  releaseAt: number;
}

/** The connected account's stake as a mediator, from the chain. */
export function useStake() {
  const { rpcUrl, market } = usePublicConfig();
  const { address } = useWallet();
  return useQuery<StakeView>({
    queryKey: ['stake', market, address],
    enabled: address !== undefined && market !== undefined,
    refetchInterval: 8_000,
    queryFn: async () => {
      if (!address || !market) throw new Error('No account is connected.');
      const [{ createPublicClient, http }, { marketAbi }] = await Promise.all([
        import('viem'),
        import('@/lib/chain/generated/market-abi'),
      ]);
      const client = createPublicClient({ transport: http(rpcUrl) });
      const stake = await client.readContract({
        address: market,
        abi: marketAbi,
        functionName: 'stakes',
        args: [address],
      });
      const { free, seated, unbonding, releaseAt } = stake;
      return { free, seated, unbonding, releaseAt: Number(releaseAt) };
    },
  });
}
