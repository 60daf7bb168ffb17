'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { switchNetwork } from '@/components/wallet/switch-network.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { longestDeal } from '@/lib/offers/deal-windows';
import type { SignedAsk } from '@/lib/offers/why-unmatched';
import { ZERO_BYTES32 } from '@/lib/shared/address';
import { formatAmount } from '@/lib/shared/amount.view';
import { ApiError } from '@/lib/shared/api-error';
import type { Problem } from '@/lib/shared/problem.view';
import { useBalances } from '@/lib/wallet/balances.client';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { type BuyPhase, BuyProgress } from './buy-progress';
import { FundsHint } from './funds-hint';
import type { RunModule } from './run-wizard';
import type { RunInputs } from './use-inputs.client';
import type { LivePlan, PlanChange } from './use-run-plan.client';
import { waitForMatch } from './wait-for-match.client';

const UnmatchedNotice = dynamic(async () => (await import('./unmatched-notice')).UnmatchedNotice);

interface BuyPanelProps {
  module: RunModule;
  plan: LivePlan;
  inputs: RunInputs;
  busy: boolean;
  setBusy: (busy: boolean) => void;
  onBack: () => void;
}

/** Offers stay open for this long; after it nothing can be matched any more. */
const OFFER_LIFETIME = 1_800;
/** Inputs are held for this much longer than the latest possible settlement. */
const HOLD_SLACK = 3_600;

/** Answers after which another try needs another nonce. */
const SPENT = new Set(['nonce-taken', 'nonce-used', 'cancelled']);

/** The last step: sign, and see it go. */
export function BuyPanel({ module, plan, inputs, busy, setBusy, onBack }: BuyPanelProps) {
  const router = useRouter();
  const config = usePublicConfig();
  const wallet = useWallet();
  const balances = useBalances();
  const [phase, setPhase] = useState<BuyPhase>();
  const [problem, setProblem] = useState<Problem>();
  const nonce = useRef<bigint>(undefined);
  /** The offer that waits for a match, once that takes long. */
  const [slow, setSlow] = useState<SignedAsk>();
  const waiting = useRef<AbortController>(undefined);
  useEffect(() => () => waiting.current?.abort(), []);
  const { figures, prices, court } = plan;
  if (!figures || !prices) return null;
  const isCourtMissing = plan.n > 0 && !court;
  const missing =
    balances.data && figures.locked > balances.data.available
      ? figures.locked - balances.data.available
      : 0n;
  const short =
    balances.data && missing > balances.data.wallet ? missing - balances.data.wallet : 0n;

  const buy = async () => {
    const { address } = wallet;
    if (!address || isCourtMissing || !config.deployment) return;
    setBusy(true);
    setProblem(undefined);
    setSlow(undefined);
    setPhase('packing');
    try {
      const [actions, { buyRun }, { freshNonce }] = await Promise.all([
        wallet.ready(),
        import('./buy-run.client'),
        import('@/lib/offers/place-job-offer.client'),
      ]);
      nonce.current ??= freshNonce();
      const now = Math.floor(Date.now() / 1000);
      const chosen = plan.fitting.find(({ hash }) => hash === plan.where);
      const times = { executionWindow: plan.executionWindow, reviewWindow: plan.reviewWindow };
      const expiry = now + OFFER_LIFETIME;
      const providers = chosen ? [chosen.offer.provider] : undefined;
      const hash = await buyRun({
        config,
        actions,
        buyer: address,
        inputSchema: module.inputs,
        inputs: inputs.read(),
        draft: {
          moduleId: module.id,
          engine: module.engineId,
          resources: module.resources,
          fuelLimit: module.fuelLimit,
          maxBasePrice: prices.basePrice,
          maxFuelPrice: prices.fuelPrice,
          protection: {
            verification: plan.verification,
            court: court?.id ?? ZERO_BYTES32,
            n: plan.n,
            theta: plan.theta,
            auditBps: plan.auditBps,
          },
          directories: plan.directories,
          providers,
          ...times,
          expiry,
        },
        locked: figures.locked,
        heldUntil: expiry + longestDeal(times, config.deployment.limits) + HOLD_SLACK,
        nonce: nonce.current,
        onStep: setPhase,
      });
      setPhase('matching');
      waiting.current = new AbortController();
      const dealId = await waitForMatch(hash, {
        signal: waiting.current.signal,
        onSlow: () => setSlow({ maxPrices: prices, providers }),
      });
      if (dealId) router.push(`/deals/${dealId}`);
    } catch (error) {
      if (error instanceof ApiError && SPENT.has(error.code)) nonce.current = undefined;
      setProblem(await describeProblem(error));
      setSlow(undefined);
      setPhase(undefined);
      setBusy(false);
    }
  };

  const changeOffer = (change: PlanChange) => {
    waiting.current?.abort();
    setSlow(undefined);
    setPhase(undefined);
    setBusy(false);
    plan.change(change);
  };

  return (
    <div className="mt-4 flex flex-col gap-3 border-border border-t pt-4">
      {plan.isChoiceGone && !busy ? (
        <Notice
          tone="attention"
          alert
          title="The offer that you chose is not open any more"
          className="px-3"
        >
          <p>
            It has expired, was cancelled, or its machine is off. The figures here are those of any
            provider that fits.
          </p>
          <Button
            variant="secondary"
            size="sm"
            className="mt-2"
            onClick={() => plan.change({ where: 'any' })}
          >
            Go on with any provider
          </Button>
        </Notice>
      ) : null}
      {phase ? <BuyProgress phase={phase} needsPermit={missing > 0n} /> : null}
      {slow ? (
        <UnmatchedNotice ask={slow} module={module} plan={plan} onChange={changeOffer} />
      ) : null}
      {problem ? (
        <Notice
          tone={problem.declined ? 'neutral' : 'wrong'}
          alert
          title={problem.title}
          className="px-3"
        >
          {problem.advice}
        </Notice>
      ) : null}
      {wallet.status !== 'connected' ? (
        <Button size="lg" onClick={wallet.connect}>
          Connect a wallet to buy
        </Button>
      ) : wallet.chainId !== config.chainId ? (
        <Button size="lg" variant="danger" onClick={() => void switchNetwork()}>
          Switch to {config.chainName}
        </Button>
      ) : (
        <>
          {short > 0n ? <FundsHint short={short} /> : null}
          <Button
            size="lg"
            busy={busy}
            // Not before the balance is known: a button that is taken back loses the keyboard's focus.
            disabled={balances.isPending || short > 0n || isCourtMissing || plan.isChoiceGone}
            onClick={() => void buy()}
            className="h-auto min-h-11 whitespace-normal py-2 text-sm"
          >
            Sign and buy for up to {formatAmount(figures.locked)} {config.tokenSymbol}
          </Button>
          <p className="text-muted text-xs">
            {missing > 0n ? (
              <>
                Two signatures: the offer, and a deposit of <Amount value={missing} />. No gas.
              </>
            ) : (
              'One signature, no gas.'
            )}
          </p>
        </>
      )}
      <Button variant="ghost" size="sm" disabled={busy} onClick={onBack} className="self-start">
        Back to protection
      </Button>
    </div>
  );
}
