'use client';

import { useMemo } from 'react';
import type { Address } from 'viem';
import type { Court } from '@/lib/chain/deployment';
import type { Windows } from '@/lib/env/public-config';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { usualDeal } from '@/lib/offers/deal-windows';
import { DEFAULT_ATTEMPTS } from '@/lib/offers/draft-job-offer';
import { executionWindowFor } from '@/lib/offers/execution-window';
import { useModuleOffers, useResourceOffer } from '@/lib/offers/live-offers.client';
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
import type { RunSearch } from '@/lib/offers/run-search';
import type { NeedName } from '@/lib/offers/search/need-changes';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { outcomeRowsOf } from './outcome-rows';
import type { OutcomeRow } from './outcome-table';
import type { PlanChange } from './plan-change';
import { defaultThetaOf } from './protection-cost';
import { STANDARD_THETA } from './protection-dial';
import { maxPricesOf, panelSizeOf, panelSizesOf, type RunPlan } from './run-plan';
import type { RunModule } from './run-wizard';
import type { SignedTerms } from './run-words';
import type { Choices } from './use-choices.client';
import { useServingMembers } from './use-serving-members.client';

export interface LivePlan extends RunPlan {
  fitting: readonly OfferChoice[];
  misfits: readonly MisfitChoice[];
  /** What the server is asked for. */
  search: RunSearch;
  prices: Prices | undefined;
  verification: Verification;
  /** Class B, where the buyer chooses it: 1/10,000. */
  auditBps: number | undefined;
  figures: RunFigures | undefined;
  outcomes: readonly OutcomeRow[];
  /** What would be signed. */
  terms: SignedTerms | undefined;
  /** Who alone may run it; undefined: any provider that fits. */
  providers: readonly Address[] | undefined;
  panelSizes: readonly number[];
  /** Members of the court that joined and have not left, who alone can be seated; undefined until it is known. */
  serving: number | undefined;
  executionWindow: number;
  /** From the match to the usual settlement. */
  dealSeconds: number;
  windows: Windows;
  court: Court | undefined;
  /** Whose receipts for inputs and results count. */
  directories: readonly Address[];
  /** The chosen offer is not open any more, so nothing can be signed until another choice is made. */
  isChoiceGone: boolean;
  /** Why: "It has expired." */
  goneWords: string;
  change: (change: PlanChange) => void;
}

interface PlanOptions {
  module: RunModule;
  court: Court | undefined;
  directories: readonly Address[];
  initialOffers: readonly OfferChoice[];
  choices: Pick<Choices, 'chosen' | 'changes' | 'change'>;
}

/** What is decided about a run, and everything that follows from it and from the live offers. */
export function useRunPlan({
  module,
  court,
  directories,
  initialOffers,
  choices: { chosen, changes, change },
}: PlanOptions): LivePlan {
  const { windows, deployment } = usePublicConfig();
  const { address } = useWallet();
  const serving = useServingMembers(court);
  const panelSizes = useMemo(
    () => panelSizesOf(serving ?? court?.members.length ?? 0),
    [serving, court],
  );
  const search = useMemo(
    (): RunSearch => ({
      module: module.id,
      court: court?.id,
      directories,
      verification: chosen.verification,
      needs: {
        ...changes,
        ...{ n: chosen.n && panelSizeOf(chosen.n, panelSizes), theta: chosen.theta },
        ...{ executionWindow: chosen.executionWindow, reviewWindow: chosen.reviewWindow },
      },
    }),
    [module.id, court, directories, chosen, changes, panelSizes],
  );
  const listed = useModuleOffers(search, initialOffers);
  const chosenHash = chosen.where === 'any' ? undefined : chosen.where;
  const own = useResourceOffer(chosenHash, [...listed, ...initialOffers]);
  const offers = useMemo(() => withChosen(listed, own), [listed, own]);
  const availableOf = useProviderFunds(offers.map(({ offer }) => offer.provider));
  return useMemo(() => {
    const verification =
      chosen.verification ??
      usualVerification({ class: module.class, engine: module.engineId }, court);
    const isVerified = verification !== VERIFICATION.none;
    const n = isVerified ? panelSizeOf(chosen.n ?? 1, panelSizes) : 0;
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
    const onlyOne = fitting.find(({ hash }) => hash === where);
    const providers = onlyOne && [onlyOne.offer.provider];
    return {
      ...plan,
      verification,
      auditBps,
      where,
      fitting,
      misfits,
      search,
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
      terms:
        terms && figures
          ? {
              ...terms,
              ...{ resources: module.resources, providers, directories },
              ...{ auditBps: figures.auditBps, locked: figures.locked, value: figures.value },
              court: isVerified ? court?.id : undefined,
              attempts: DEFAULT_ATTEMPTS,
            }
          : undefined,
      providers,
      serving,
      panelSizes,
      executionWindow,
      dealSeconds: dealAt(theta),
      windows,
      court,
      directories,
      isChoiceGone: chosen.where !== 'any' && where === 'any',
      goneWords: goneWordsOf(misfits.find(({ hash }) => hash === chosen.where)?.reason),
      change,
    };
  }, [
    offers,
    availableOf,
    module,
    windows,
    deployment,
    address,
    chosen,
    court,
    directories,
    serving,
    panelSizes,
    search,
    change,
  ]);
}

/** What of a plan offers have to meet. */
type PlanNeeds = Pick<LivePlan, 'n' | 'theta' | 'executionWindow' | 'reviewWindow'>;

/** What a plan needs of offers, by name. */
export function needsOfPlan(
  module: Pick<RunModule, 'resources'>,
  plan: PlanNeeds,
): Record<NeedName, number> {
  const { n, theta, executionWindow, reviewWindow } = plan;
  return { ...module.resources, n, theta, executionWindow, reviewWindow };
}

/** The listed offers, and the chosen one as it is now, whether it is among them or not. */
function withChosen(
  listed: readonly OfferChoice[],
  chosen: OfferChoice | undefined,
): readonly OfferChoice[] {
  if (!chosen) return listed;
  return [...listed.filter(({ hash }) => hash !== chosen.hash), chosen];
}

function goneWordsOf(reason: string | undefined): string {
  if (reason === undefined) return 'It has expired, was cancelled, or its machine is off.';
  return reason.startsWith('its ') ? `Its${reason.slice(3)}.` : `It ${reason}.`;
}
