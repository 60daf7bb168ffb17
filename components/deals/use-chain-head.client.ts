'use client';

import { useQuery } from '@tanstack/react-query';
import { usePublicConfig } from '@/lib/env/public-config.client';

const EVERY_MS = 5_000;

export interface ChainHead {
  /** Of the newest block, Unix seconds: the next call is judged by a later one. */
  readonly timestamp: number;
  /** Wei for each gas. */
  readonly gasPrice: bigint;
}

/** The chain's own time and price of gas, read by RPC while they matter; undefined until they are. */
export function useChainHead(isNeeded: boolean): ChainHead | undefined {
  const { rpcUrl, chainId } = usePublicConfig();
  const head = useQuery({
    queryKey: ['chain-head', chainId],
    enabled: isNeeded,
    refetchInterval: EVERY_MS,
    queryFn: async (): Promise<ChainHead> => {
      const { createPublicClient, http } = await import('viem');
      const client = createPublicClient({ transport: http(rpcUrl, { batch: true }) });
      const [block, gasPrice] = await Promise.all([client.getBlock(), client.getGasPrice()]);
      return { timestamp: Number(block.timestamp), gasPrice };
    },
  });
  return head.data;
}
