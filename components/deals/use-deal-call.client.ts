'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { stakesOf } from '@/lib/chain/terms';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { appealLockOf } from '@/lib/offers/price';
import { ZERO_BYTES32 } from '@/lib/shared/address';
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

/** How long a call waits for the page to learn what its deal has become, and how often. */
const RENEWAL_MS = 6_000;
const LOOK_MS = 200;
const TRIES = 3;

/** Sends a deal's next call from the connected wallet; tops the deposit up where it is too small. */
export function useDealCall(record: DealRecord) {
  const wallet = useWallet();
  const config = usePublicConfig();
  const [busy, setBusy] = useState<DealCall>();
  const [problem, setProblem] = useState<Problem>();
  // The deal may move on while the wallet asks: a draw between deposit and dispute changes its facts.
  const latest = useRef(record);
  useEffect(() => {
    latest.current = record;
  }, [record]);

  const renewed = async (old: DealRecord): Promise<void> => {
    const until = Date.now() + RENEWAL_MS;
    while (latest.current.history.length === old.history.length && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };

  const send = async (call: DealCall): Promise<boolean> => {
    const { market, token } = config;
    if (!wallet.address || !market || !token) return false;
    setBusy(call);
    setProblem(undefined);
    try {
      const [actions, { marketAbi }, { ensureDeposit }, { toast }] = await Promise.all([
        wallet.ready(),
        import('@/lib/chain/generated/market-abi'),
        import('@/lib/wallet/deposit.client'),
        import('sonner'),
      ]);
      await ensureDeposit(actions, config, wallet.address, lockOf(record, call));
      for (let tries = 1; ; tries++) {
        const facts = latest.current;
        try {
          const args = argsOf(facts, call);
          await actions.send({ address: market, abi: marketAbi, functionName: call, args });
          break;
        } catch (error) {
          if (tries === TRIES || !(await isStale(error))) throw error;
          await renewed(facts);
        }
      }
      toast.success(DONE[call]);
      return true;
    } catch (error) {
      setProblem(await describeProblem(error));
      return false;
    } finally {
      setBusy(undefined);
    }
  };

  const clear = useCallback(() => setProblem(undefined), []);
  return { send, busy, problem, clear };
}

/** Whether the market refused because the deal is not, or no longer, what the call says. */
async function isStale(error: unknown): Promise<boolean> {
  const { marketProblemOf } = await import('@/lib/chain/market-error.view');
  return marketProblemOf(error)?.name === 'Market_NotLive';
}

/** What the call locks besides what is locked already. */
export function lockOf(record: DealRecord, call: DealCall): bigint {
  const stakes = stakesOf(record.terms);
  if (call === 'dispute') return stakes.value;
  return call === 'appeal' ? appealLockOf(stakes) : 0n;
}

function argsOf(record: DealRecord, call: DealCall): readonly unknown[] {
  const { dealId, packedTerms: terms, post, case: case_ } = record;
  if (call === 'accept') return [{ dealId, terms, post, secret: ZERO_BYTES32, signature: '0x' }];
  return call === 'dispute' ? [dealId, terms, post] : [dealId, terms, post, case_];
}
