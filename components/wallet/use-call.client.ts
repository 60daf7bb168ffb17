'use client';

import { useState } from 'react';
import type { PublicConfig } from '@/lib/env/public-config';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { Problem } from '@/lib/shared/problem.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import type { WalletActions } from '@/lib/wallet/wallet-store.client';

export interface CallContext {
  actions: WalletActions;
  config: PublicConfig;
  address: `0x${string}`;
  /** A call of the market by the connected wallet; resolves when it is mined. */
  market: (functionName: string, args: readonly unknown[]) => Promise<void>;
}

/** Runs one thing at a time with the connected wallet, and keeps what went wrong. */
export function useCall() {
  const wallet = useWallet();
  const config = usePublicConfig();
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<Problem>();

  const run = async (
    name: string,
    done: string,
    work: (context: CallContext) => Promise<void>,
  ): Promise<boolean> => {
    const { address } = wallet;
    const market = config.market;
    if (!address || !market) return false;
    setBusy(name);
    setProblem(undefined);
    try {
      const [actions, { marketAbi }, { toast }] = await Promise.all([
        wallet.ready(),
        import('@/lib/chain/generated/market-abi'),
        import('sonner'),
      ]);
      await work({
        actions,
        config,
        address,
        market: async (functionName, args) => {
          await actions.send({ address: market, abi: marketAbi, functionName, args });
        },
      });
      toast.success(done);
      return true;
    } catch (error) {
      setProblem(await describeProblem(error));
      return false;
    } finally {
      setBusy(undefined);
    }
  };

  return { run, busy, problem };
}
