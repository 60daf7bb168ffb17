'use client';

import { isShortOfGas } from '@/components/deals/call-gas';
import { useChainHead } from '@/components/deals/use-chain-head.client';
import { Notice } from '@/components/ui/notice';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatDuration } from '@/lib/shared/time.view';
import { useBalances } from '@/lib/wallet/balances.client';
import type { LivePlan } from './use-run-plan.client';

/** A review that is shorter than this share of the usual one is hardly one. */
const LEAST_SHARE = 0.5;

/** What a buyer should know before it signs and would find out too late. */
export function ReviewWarnings({
  plan,
}: {
  plan: Pick<LivePlan, 'n' | 'reviewWindow' | 'windows'>;
}) {
  const { gasSymbol } = usePublicConfig();
  const head = useChainHead(plan.n > 0);
  const { data: balances } = useBalances();
  const { n, reviewWindow, windows } = plan;
  const usual = windows.review;
  return (
    <>
      {reviewWindow < usual * LEAST_SHARE ? (
        <Notice
          tone="attention"
          title={`You get only ${formatDuration(reviewWindow)} to look at the result`}
        >
          {n > 0
            ? `Usual are ${formatDuration(usual)}. After it the result counts, and nobody can dispute it any more.`
            : `Usual are ${formatDuration(usual)}.`}
        </Notice>
      ) : null}
      {n > 0 && isShortOfGas(balances?.gas, head?.gasPrice) ? (
        <Notice tone="attention" title="You could not dispute by yourself">
          Buying needs no gas, but a dispute is a transaction of yours, and your account has{' '}
          {balances?.gas === 0n ? 'no' : 'too little'} {gasSymbol} to pay for it. Fund it before the
          review is over; draws and audits need nothing of you.
        </Notice>
      ) : null}
    </>
  );
}
