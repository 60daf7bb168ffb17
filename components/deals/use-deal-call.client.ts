'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { stakesOf } from '@/lib/chain/terms';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { appealLockOf } from '@/lib/offers/price';
import type { Problem } from '@/lib/shared/problem.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** What a party can do about a deal by itself. */
export type DealCall = 'accept' | 'dispute' | 'appeal';

const DONE: Record<DealCall, string> = {
  accept: 'Accepted. The provider is paid.',
  dispute: 'Disputed. A panel is being seated.',
  appeal: 'Appealed. A second panel is being seated.',
};

/** Sends a deal's next call from the connected wallet; tops the deposit up where it is too small. */
export function useDealCall(record: DealRecord) {
  const wallet = useWallet();
  const config = usePublicConfig();
  const [busy, setBusy] = useState<DealCall>();
  const [problem, setProblem] = useState<Problem>();

  const send = async (call: DealCall): Promise<boolean> => {
    const { market, token } = config;
    if (!wallet.address || !market || !token) return false;
    setBusy(call);
    setProblem(undefined);
    try {
      const [actions, { marketAbi }, { ensureDeposit }] = await Promise.all([
        wallet.ready(),
        import('@/lib/chain/generated/market-abi'),
        import('@/lib/wallet/deposit.client'),
      ]);
      await ensureDeposit(actions, config, wallet.address, lockOf(record, call));
      await actions.send({
        address: market,
        abi: marketAbi,
        functionName: call,
        args: argsOf(record, call),
      });
      toast.success(DONE[call]);
      return true;
    } catch (error) {
      setProblem(await describeProblem(error));
      return false;
    } finally {
      setBusy(undefined);
    }
  };

  return { send, busy, problem };
}

/** What the call locks besides what is locked already. */
export function lockOf(record: DealRecord, call: DealCall): bigint {
  const stakes = stakesOf(record.terms);
  if (call === 'dispute') return stakes.value;
  return call === 'appeal' ? appealLockOf(stakes) : 0n;
}

function argsOf(record: DealRecord, call: DealCall): readonly unknown[] {
  const { dealId, packedTerms: terms, post, case: case_ } = record;
  if (call === 'accept') return [{ dealId, terms, post, signature: '0x' }];
  return call === 'dispute' ? [dealId, terms, post] : [dealId, terms, post, case_];
}
