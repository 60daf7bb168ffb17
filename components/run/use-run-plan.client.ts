'use client';

import { useMemo, useState } from 'react';
import type { Address } from 'viem';
import type { Court } from '@/lib/chain/deployment';
import type { Windows } from '@/lib/env/public-config';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { usualDeal } from '@/lib/offers/deal-windows';
import { executionWindowFor } from '@/lib/offers/execution-window';
import { useLiveOffers } from '@/lib/offers/live-offers.client';
import { usualVerification } from '@/lib/offers/module-class';
import {
  type JobNeeds,
  type MisfitChoice,
  type OfferChoice,
  sortByFit,
} from '@/lib/offers/offer-fit.view';
import { VERIFICATION, type Verification } from '@/lib/offers/offer-types';
import { forecastOutcomes } from '@/lib/offers/outcome-forecast';
import type { Prices } from '@/lib/offers/price';
import { deterringRate, thetaOfRate } from '@/lib/offers/probed-protection';
import { useProviderFunds } from '@/lib/offers/provider-funds.client';
import { type RunFigures, type RunTerms, runFigures } from '@/lib/offers/run-figures';
import type { NeedChanges, NeedName } from '@/lib/offers/search/need-changes';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { outcomeRowsOf } from './outcome-rows';
import type { OutcomeRow } from './outcome-table';
import { defaultThetaOf } from './protection-cost';
import { STANDARD_THETA } from './protection-dial';
import { maxPricesOf, type RunPlan, type Where } from './run-plan';
import type { RunModule } from './run-wizard';
import { wordsOf } from './run-words';

export interface LivePlan extends RunPlan {
  fitting: readonly OfferChoice[];
  misfits: readonly MisfitChoice[];
  prices: Prices | undefined;
  verification: Verification;
  /** Class B, where the buyer chooses it: 1/10,000. */
  auditBps: number | undefined;
  figures: RunFigures | undefined;
  outcomes: readonly OutcomeRow[];
  words: readonly string[];
  panelSizes: readonly number[];
  executionWindow: number;
  /** From the match to the usual settlement. */
  dealSeconds: number;
  windows: Windows;
  court: Court | undefined;
  /** Whose receipts for inputs and results count. */
  directories: readonly Address[];
  /** The chosen offer is not open any more, so nothing can be signed until another choice is made. */
  isChoiceGone: boolean;
  change: (change: PlanChange) => void;
}

export interface PlanChange {
  where?: Where;
  n?: number;
  theta?: number;
  verification?: Verification;
  /** undefined: the usual one. */
  auditBps?: number | undefined;
  executionWindow?: number;
  reviewWindow?: number;
}

const SIZES = [1, 3, 5];

/** What the person has chosen; theta is undefined until the dial is turned. */
type Choices = Pick<RunPlan, 'where' | 'n'> & {
  theta: number | undefined;
  verification: Verification | undefined;
  auditBps: number | undefined;
  executionWindow: number | undefined;
  reviewWindow: number | undefined;
};

export interface AskedRun {
  where: Where;
  changes: NeedChanges;
}

interface PlanOptions {
  module: RunModule;
  court: Court | undefined;
  directories: readonly Address[];
  initialOffers: readonly OfferChoice[];
  /** What the page Offers asked for: one offer, and changes of the defaults. */
  asked?: AskedRun | undefined;
}

/** What is decided about a run, and everything that follows from it and from the live offers. */
export function useRunPlan({
  module,
  court,
  directories,
  initialOffers,
  asked,
}: PlanOptions): LivePlan {
  const { windows, deployment } = usePublicConfig();
  const { address } = useWallet();
  const live = useLiveOffers(initialOffers);
  const offers = useMemo(() => withAsked(live, initialOffers, asked), [live, initialOffers, asked]);
  const availableOf = useProviderFunds(offers.map(({ offer }) => offer.provider));
  const [chosen, setChosen] = useState<Choices>({
    where: asked?.where ?? 'any',
    n: asked?.changes.n ?? 1,
    theta: asked?.changes.theta,
    verification: undefined,
    auditBps: undefined,
    executionWindow: asked?.changes.executionWindow,
    reviewWindow: asked?.changes.reviewWindow,
  });
  return useMemo(() => {
    const members = court?.members.length ?? 0;
    const panelSizes = SIZES.filter((size) => size === 1 || members >= 3 * size + 1);
    const verification =
      chosen.verification ??
      usualVerification({ class: module.class, engine: module.engineId }, court);
    const isVerified = verification !== VERIFICATION.none;
    const size = panelSizes.includes(chosen.n) ? chosen.n : (panelSizes.at(-1) ?? 1);
    const n = isVerified ? size : 0;
    const auditBps =
      verification === VERIFICATION.B ? (chosen.auditBps ?? deterringRate(n)) : undefined;
    const reviewWindow = chosen.reviewWindow ?? windows.review;
    const needsAt = (theta: number): Omit<JobNeeds, 'executionWindow'> => ({
      moduleId: module.id,
      engine: module.engineId,
      resources: module.resources,
      fuelLimit: module.fuelLimit,
      expectedFuel: module.expectedFuel,
      verification,
      court: court?.id,
      leastSeatFee: court?.terms.minSeatFee ?? 0n,
      availableOf,
      directories,
      buyer: address,
      n,
      theta,
      reviewWindow,
    });
    const windowAt = (theta: number) =>
      chosen.executionWindow ??
      executionWindowFor(offers, needsAt(theta), {
        usual: windows.execution,
        most: deployment?.limits.maxExecutionWindow ?? windows.execution,
      });
    const fitAt = (theta: number) =>
      sortByFit(offers, { ...needsAt(theta), executionWindow: windowAt(theta) });
    const dealAt = (theta: number) =>
      usualDeal({ executionWindow: windowAt(theta), reviewWindow }, windows);
    const usualTheta = () =>
      chosen.theta ??
      defaultThetaOf(
        { n, dealSeconds: dealAt(STANDARD_THETA) },
        (other) => fitAt(other).fitting.length,
      );
    // What is not insured is not made safer by a larger lock, which comes back all the same.
    const theta = auditBps !== undefined ? thetaOfRate(auditBps, n) : isVerified ? usualTheta() : 1;
    const executionWindow = windowAt(theta);
    const { fitting, misfits } = fitAt(theta);
    const plan = { n, theta, reviewWindow };
    const where = fitting.some(({ hash }) => hash === chosen.where) ? chosen.where : 'any';
    const prices = maxPricesOf(fitting, where);
    const config = {
      grace: windows.grace,
      appealWindow: windows.appeal,
      seatWait: windows.seatWait,
    };
    const terms: RunTerms | undefined = prices && {
      prices,
      likelyPrices: fitting.find(({ hash }) => where === 'any' || hash === where)?.offer,
      fuelLimit: module.fuelLimit,
      expectedFuel: module.expectedFuel,
      theta: plan.theta,
      n: plan.n,
      auditBps,
      executionWindow,
      reviewWindow: plan.reviewWindow,
      solverFee: 0n,
    };
    const figures = terms && runFigures(terms, config);
    return {
      ...plan,
      verification,
      auditBps,
      where,
      fitting,
      misfits,
      prices,
      figures,
      outcomes:
        terms && figures
          ? outcomeRowsOf(
              forecastOutcomes(
                terms,
                figures,
                config,
                court?.terms.minSeatFee ?? 0n,
                verification === VERIFICATION.A,
              ),
              verification === VERIFICATION.A,
            )
          : [],
      words: terms && figures ? wordsOf(module, terms, figures, where, fitting) : [],
      panelSizes,
      executionWindow,
      dealSeconds: dealAt(theta),
      windows,
      court,
      directories,
      isChoiceGone: chosen.where !== 'any' && where === 'any',
      change: (change) => setChosen((old) => ({ ...old, ...change })),
    };
  }, [offers, availableOf, module, windows, deployment, address, chosen, court, directories]);
}

/** What of a plan offers have to meet. */
export type PlanNeeds = Pick<LivePlan, 'n' | 'theta' | 'executionWindow' | 'reviewWindow'>;

/** What a plan needs of offers, by name. */
export function needsOfPlan(
  module: Pick<RunModule, 'resources'>,
  plan: PlanNeeds,
): Record<NeedName, number> {
  const { n, theta, executionWindow, reviewWindow } = plan;
  return { ...module.resources, n, theta, executionWindow, reviewWindow };
}

/** The cheapest offers, and the asked one where it is not among them: as the server read it. */
function withAsked(
  live: readonly OfferChoice[],
  initial: readonly OfferChoice[],
  asked: AskedRun | undefined,
): readonly OfferChoice[] {
  if (!asked || live.some(({ hash }) => hash === asked.where)) return live;
  return [...live, ...initial.filter(({ hash }) => hash === asked.where)];
}
