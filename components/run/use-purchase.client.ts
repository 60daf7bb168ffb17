'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { Address } from 'viem';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { longestDeal } from '@/lib/offers/deal-windows';
import type { PurchaseStep } from '@/lib/offers/place-job-offer.client';
import { sameHex, ZERO_BYTES32 } from '@/lib/shared/address';
import { ApiError } from '@/lib/shared/api-error';
import type { Problem } from '@/lib/shared/problem.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import type { RunModule } from './run-wizard';
import type { PostedOffer } from './signed-offer';
import type { Choices } from './use-choices.client';
import type { RunInputs } from './use-inputs.client';
import type { LivePlan } from './use-run-plan.client';
import { useWaiting } from './use-waiting.client';

/** Offers stay open for this long; after it nothing can be matched any more. */
const OFFER_LIFETIME = 1_800;
/** Inputs are held for this much longer than the latest possible settlement. */
const HOLD_SLACK = 3_600;
/** A wallet that has not answered by then may be locked, or behind another window. */
const WALLET_PATIENCE_MS = 30_000;

/** Answers after which another try needs another nonce. */
const SPENT = new Set(['nonce-used', 'cancelled']);

export interface Purchase {
  /** Where the signing stands; undefined while nothing is being signed. */
  phase: PurchaseStep | undefined;
  /** The wallet was asked a while ago and says nothing. */
  isWalletSlow: boolean;
  problem: Problem | undefined;
  /** The newest signed offer, until it is a deal or can be none: it is in the page's address. */
  waiting: `0x${string}` | undefined;
  /** What it promises, once it is known. */
  offer: PostedOffer | undefined;
  /** Its buyer went on to change it. */
  isLeft: boolean;
  /** Nothing can be changed now: something is being signed, or waits for a match. */
  isHeld: boolean;
  /** What was decided when the signing began. */
  signed: LivePlan | undefined;
  buy: (plan: LivePlan) => Promise<void>;
  /** Waits no longer for the wallet: a signature that still comes is not used. */
  stop: () => void;
  /** Goes on to change what was signed. */
  leave: () => void;
  /** What went wrong has been read. */
  dismiss: () => void;
  follow: (offer: PostedOffer) => void;
  matched: (dealId: `0x${string}`) => void;
  /** The offer can become no deal any more; `isSpent`: nor can another with its nonce. */
  over: (problem: Problem, isSpent: boolean) => void;
}

interface PurchaseOptions {
  module: RunModule;
  inputs: RunInputs;
  choices: Pick<Choices, 'forget'>;
}

/**
 * One purchase, from the first signature to the deal. It outlives the wizard's steps, so that all
 * tries share one nonce and at most one of them is ever matched; the newest signed offer is in the
 * address (?waiting=0x…), so that a reload or another device goes on from there.
 */
export function usePurchase({ module, inputs, choices }: PurchaseOptions): Purchase {
  const router = useRouter();
  const config = usePublicConfig();
  const wallet = useWallet();
  const [waiting, setWaiting] = useWaiting();
  const [phase, setPhase] = useState<PurchaseStep>();
  const [problem, setProblem] = useState<Problem>();
  const [isLeft, setLeft] = useState(false);
  const [offer, setOffer] = useState<PostedOffer>();
  const [signed, setSigned] = useState<LivePlan>();
  const nonce = useRef<{ buyer: Address; value: bigint }>(undefined);
  const attempt = useRef<AbortController>(undefined);
  useEffect(() => () => attempt.current?.abort(), []);
  const isWalletSlow = useWalletSlow(phase);
  // What a wallet did wrong before it moved to another account or network says nothing of it now.
  const place = `${wallet.address} ${wallet.chainId}`;
  const [seenPlace, setSeenPlace] = useState(place);
  if (seenPlace !== place) {
    setSeenPlace(place);
    setProblem(undefined);
  }

  const buy = async (plan: LivePlan) => {
    const { address } = wallet;
    const { figures, prices, court } = plan;
    if (!address || !figures || !prices || !config.deployment) return;
    const own = new AbortController();
    attempt.current?.abort();
    attempt.current = own;
    const before = { waiting, isLeft };
    let hash: `0x${string}` | undefined;
    setProblem(undefined);
    setSigned(plan);
    setPhase('packing');
    try {
      const [actions, { buyRun }, { freshNonce }] = await Promise.all([
        wallet.ready(),
        import('./buy-run.client'),
        import('@/lib/offers/place-job-offer.client'),
      ]);
      if (!nonce.current || !sameHex(nonce.current.buyer, address)) {
        nonce.current = { buyer: address, value: freshNonce() };
      }
      const times = { executionWindow: plan.executionWindow, reviewWindow: plan.reviewWindow };
      const expiry = Math.floor(Date.now() / 1000) + OFFER_LIFETIME;
      await buyRun({
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
          providers: plan.providers,
          ...times,
          expiry,
        },
        locked: figures.locked,
        heldUntil: expiry + longestDeal(times, config.deployment.limits) + HOLD_SLACK,
        nonce: nonce.current.value,
        onStep: (step) => {
          if (!own.signal.aborted) setPhase(step);
        },
        onSigned: (made) => {
          hash = made;
          setOffer(undefined);
          setLeft(false);
          setWaiting(made);
        },
        signal: own.signal,
      });
      setPhase(undefined);
    } catch (error) {
      if (attempt.current !== own) return;
      setPhase(undefined);
      if (own.signal.aborted) return setProblem(STOPPED);
      // The answer is lost, but the offer may be there: it is looked for like one that is.
      if (hash && isAmbiguous(error)) return;
      if (hash) {
        setWaiting(before.waiting);
        setLeft(before.isLeft);
      }
      const isSpent = error instanceof ApiError && SPENT.has(error.code);
      if (isSpent) nonce.current = undefined;
      // The earlier try has become a deal meanwhile; what follows it goes there.
      if (isSpent && before.waiting) return setLeft(false);
      const isLate = error instanceof ApiError && error.code === 'expired';
      setProblem(isLate ? LATE : await describeProblem(error));
    }
  };

  return {
    phase,
    isWalletSlow,
    problem,
    waiting,
    offer,
    isLeft,
    isHeld: phase !== undefined || (waiting !== undefined && !isLeft),
    signed,
    buy,
    stop: () => attempt.current?.abort(),
    leave: () => {
      setProblem(undefined);
      setSigned(undefined);
      setLeft(true);
    },
    dismiss: () => setProblem(undefined),
    follow: (item) => {
      setOffer(item);
      nonce.current ??= { buyer: item.buyer, value: BigInt(item.submission.offer.nonce) };
    },
    matched: (dealId) => {
      attempt.current?.abort();
      inputs.forget();
      choices.forget();
      // In the place of this page: Back must not lead to an offer that is used up.
      router.replace(`/deals/${dealId}`);
    },
    over: (reason, isSpent) => {
      if (isSpent) nonce.current = undefined;
      setOffer(undefined);
      setLeft(false);
      setSigned(undefined);
      setWaiting(undefined);
      if (!phase) setProblem(reason);
    },
  };
}

const STOPPED: Problem = {
  title: 'You stopped waiting for your wallet.',
  advice:
    'Nothing was sent. Where it still shows the request, decline it: what it signs now is not used.',
  declined: true,
};

const LATE: Problem = {
  title: 'Your offer had run out when it reached the market.',
  advice:
    'It is open for half an hour, and nothing was bought. Sign again; if this comes back, look whether this device’s clock is right.',
  declined: false,
};

/** No answer, or one of a server that broke down: what was posted may have been stored. */
function isAmbiguous(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

function useWalletSlow(phase: PurchaseStep | undefined): boolean {
  const isAsked = phase === 'offer' || phase === 'permit';
  const [slow, setSlow] = useState<PurchaseStep>();
  useEffect(() => {
    if (!isAsked) return;
    const timer = setTimeout(() => setSlow(phase), WALLET_PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setSlow(undefined);
    };
  }, [isAsked, phase]);
  return isAsked && slow === phase;
}
