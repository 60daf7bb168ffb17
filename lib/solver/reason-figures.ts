import type { Address } from 'viem';
import type { MarketErrorName } from '../chain/market-error-name';
import { longestDeal, neededExecutionWindow } from '../offers/deal-windows';
import { AUDIT_BOUND, dealValueOf, maxSolverFeeOf } from '../offers/price';
import { locksOf, type MatchFacts, type OpenJob, type OpenResource } from './feasibility';
import { RESOURCES } from './fit-reasons';
import { MAX_PANEL, servingBesides } from './verification-reasons';

/** What a reason compares, where its name alone does not tell. */
export type Measure = (typeof RESOURCES)[number] | 'fuelLimit' | 'executionWindow';

/**
 * The values of a reason against a match, in the order of the contract's error ({0}, {1} of its text):
 * whole numbers in decimal, ids and addresses in hex.
 */
export type ReasonFigures = { readonly values: readonly string[]; readonly measure?: Measure };

/** What a pair is compared by: `availableOf` is an account's available balance. */
export type Pair = {
  readonly job: OpenJob;
  readonly resource: OpenResource;
  readonly facts: MatchFacts;
  readonly availableOf: (who: Address) => bigint;
};

/** The values that `name` would carry if the contract refused this pair for it. */
export function figuresOf(name: MarketErrorName, pair: Pair): ReasonFigures {
  const { measure, values = [] } = FIGURES[name]?.(pair) ?? {};
  const texts = values.map(String);
  return measure === undefined ? { values: texts } : { values: texts, measure };
}

type Values = {
  readonly values: readonly (bigint | number | string)[];
  readonly measure?: Measure;
};

const of = (...values: Values['values']): Values => ({ values });
const wantedOf = ({ job }: Pair) => job.submission.offer;
const offeredOf = ({ resource }: Pair) => resource.submission.offer;
const dealValue = (pair: Pair) => dealValueOf(offeredOf(pair), wantedOf(pair).fuelLimit);
const courtOf = (pair: Pair) =>
  pair.facts.courts.get(wantedOf(pair).court.toLowerCase() as `0x${string}`);

const FIGURES: Partial<Record<MarketErrorName, (pair: Pair) => Values>> = {
  Market_JobExpired: (pair) => of(wantedOf(pair).expiry, pair.facts.now),
  Market_ResourceExpired: (pair) => of(offeredOf(pair).expiry, pair.facts.now),
  Market_JobCancelled: (pair) => of(wantedOf(pair).nonce),
  Market_JobUsed: (pair) => of(wantedOf(pair).nonce),
  Market_ResourceCancelled: (pair) => of(offeredOf(pair).nonce),
  Market_ResourceUsedUp: (pair) => of(pair.resource.dealsEver, offeredOf(pair).total),
  Market_LaneOutOfRange: (pair) => of(pair.resource.lane?.number ?? 0, offeredOf(pair).concurrent),
  Market_LaneBusy: (pair) => of(offeredOf(pair).concurrent),
  Market_AttemptsUsed: (pair) => of(pair.job.failed.length, wantedOf(pair).attempts),
  Market_FailedBefore: (pair) => of(offeredOf(pair).provider),
  Market_WrongSolver: (pair) => of(offeredOf(pair).solver, pair.facts.solver),
  Market_ProviderNotListed: (pair) => of(offeredOf(pair).provider),
  Market_TicketStale: ({ resource, facts }) => of(resource.ticket?.until ?? 0, facts.now),
  Market_ResourcesTooSmall: (pair) => tooSmall(pair),
  Market_GpuModelDiffers: (pair) => of(wantedOf(pair).gpuModel, offeredOf(pair).gpuModel),
  Market_BasePriceTooHigh: (pair) => of(wantedOf(pair).maxBasePrice, offeredOf(pair).basePrice),
  Market_FuelPriceTooHigh: (pair) => of(wantedOf(pair).maxFuelPrice, offeredOf(pair).fuelPrice),
  Market_EngineNotListed: (pair) => of(wantedOf(pair).engine),
  Market_EngineNotInCourt: (pair) => of(wantedOf(pair).engine),
  Market_ModuleNotListed: (pair) => of(wantedOf(pair).moduleId),
  Market_CourtNotListed: (pair) => of(wantedOf(pair).court),
  Market_DirectoryNotListed: ({ job }) => of(job.submission.inputReceipt.directory),
  Market_ReceiptTooShort: ({ job, facts }) =>
    of(
      facts.now + longestDeal(job.submission.offer, facts.config),
      job.submission.inputReceipt.heldUntil,
    ),
  Market_WindowTooShort: (pair) => windowTooShort(pair),
  Market_WindowTooLong: (pair) => windowTooLong(pair),
  Market_ValueOutOfRange: (pair) => of(dealValue(pair), offeredOf(pair).maxValue),
  Market_ThetaOutOfRange: (pair) => thetaBound(pair),
  Market_BadPanelSize: (pair) =>
    of(wantedOf(pair).panelSize, Math.min(MAX_PANEL, offeredOf(pair).maxPanelSize)),
  Market_NoSuchCourt: (pair) => of(wantedOf(pair).court),
  Market_CourtTooSmall: (pair) => courtTooSmall(pair),
  Market_CourtRefuses: (pair) => courtRefuses(pair),
  Market_SeatFeeTooHigh: (pair) => of(dealValue(pair) / 2n, courtOf(pair)?.terms.minSeatFee ?? 0n),
  Market_SolverFeeTooHigh: (pair) => solverFeeTooHigh(pair),
  Market_BadAuditRate: (pair) => of(wantedOf(pair).auditBps),
  Market_AuditRateTooLow: (pair) => {
    const { auditBps, penaltyRate, panelSize } = wantedOf(pair);
    return of(AUDIT_BOUND, auditBps * (penaltyRate + panelSize + 1));
  },
  Market_BuyerBalanceTooLow: ({ job, resource, availableOf }) => {
    const [buyer] = locksOf(job, resource);
    return of(buyer.amount, availableOf(buyer.who));
  },
  Market_ProviderBalanceTooLow: ({ job, resource, availableOf }) => {
    const [, provider] = locksOf(job, resource);
    return of(provider.amount, availableOf(provider.who));
  },
};

function tooSmall(pair: Pair): Values {
  const [wanted, offered] = [wantedOf(pair), offeredOf(pair)];
  const measure = RESOURCES.find((name) => wanted[name] > offered[name]);
  return measure ? { values: [wanted[measure], offered[measure]], measure } : of();
}

function windowTooShort(pair: Pair): Values {
  const { executionWindow, reviewWindow, fuelLimit } = wantedOf(pair);
  const needed = neededExecutionWindow(offeredOf(pair), fuelLimit);
  return BigInt(executionWindow) < needed ? of(needed, executionWindow) : of(1, reviewWindow);
}

function windowTooLong(pair: Pair): Values {
  const { executionWindow, reviewWindow } = wantedOf(pair);
  const { maxExecutionWindow, maxReviewWindow } = pair.facts.config;
  if (executionWindow > maxExecutionWindow) return of(maxExecutionWindow, executionWindow);
  return of(Math.min(maxReviewWindow, offeredOf(pair).maxReviewWindow), reviewWindow);
}

function thetaBound(pair: Pair): Values {
  const { penaltyRate: theta } = wantedOf(pair);
  const { minTheta, maxTheta } = offeredOf(pair);
  return of(theta, theta > maxTheta ? maxTheta : Math.max(1, minTheta));
}

function courtTooSmall(pair: Pair): Values {
  const { buyer, panelSize } = wantedOf(pair);
  const parties = [buyer, offeredOf(pair).provider, pair.facts.solver];
  const court = courtOf(pair);
  return of(3 * panelSize + 1, court ? servingBesides(court, parties, pair.facts.now) : 0);
}

function courtRefuses(pair: Pair): Values {
  const wanted = wantedOf(pair);
  const terms = courtOf(pair)?.terms;
  if (!terms) return of();
  const measure = RESOURCES.find((name) => wanted[name] > terms[name]);
  if (measure) return { values: [terms[measure], wanted[measure]], measure };
  return wanted.fuelLimit > terms.maxFuel
    ? { values: [terms.maxFuel, wanted.fuelLimit], measure: 'fuelLimit' }
    : {
        values: [terms.maxExecutionWindow, wanted.executionWindow],
        measure: 'executionWindow',
      };
}

function solverFeeTooHigh(pair: Pair): Values {
  const { penaltyRate: theta, panelSize: n, auditBps, solverFee } = wantedOf(pair);
  const stakes = { value: dealValue(pair), theta, n, isVerified: true };
  return of(maxSolverFeeOf(stakes, auditBps), solverFee);
}
