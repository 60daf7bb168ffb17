import { VERIFICATION } from '../../lib/offers/offer-types';
import type { MarketConfig } from '../../lib/shared/market-config';
import { courtTerms, testEngine } from '../../test/builders/offers';

/** What all plays have in common: prices, times, the court. Amounts in the token's smallest unit. */

/** pi: the price of an honest run, of this much fuel. */
export const PI = 1_000_000n;
export const FUEL = 1_000_000_000n;
const BASE_PRICE = 200_000n;
/** A billion fuel, which is one honest run. */
const FUEL_PRICE = 800_000n;
/** The provider's own solver fee: 0.05 pi. */
const SOLVER_FEE = 50_000n;

/** The fuel limit at which V is `ratio` times pi. */
export function fuelLimitOf(ratio: number): bigint {
  const value = BigInt(Math.round(ratio * Number(PI)));
  return ((value - BASE_PRICE) * FUEL) / FUEL_PRICE;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How long a run takes a provider; what it has to be given (its offer's minExecutionWindow). */
const RUN_SECONDS = 1.5 * HOUR;
export const EXECUTION_WINDOW = 2 * HOUR;
const REVIEW_WINDOW = DAY;
/** For receipts: longer than any deal. */
export const HELD_SECONDS = 100 * DAY;

/** A market as it would be deployed. */
export const config: Omit<MarketConfig, 'token'> = {
  grace: HOUR,
  appealWindow: DAY,
  seatWait: 7 * DAY,
  maxExecutionWindow: 7 * DAY,
  maxReviewWindow: 7 * DAY,
  unbondingTime: 60 * DAY,
  publicDraws: true,
};

export const courtEngines = [{ engine: testEngine, class_: VERIFICATION.A }] as const;

export const sceneTerms = (directoriesHash: `0x${string}`) =>
  courtTerms({ directoriesHash, maxExecutionWindow: 7 * DAY, minSeatFee: PI / 10n });

/** Deals that live at the same time. */
export const COHORT = 20;

/** What every provider's offer says. */
export const providersTerms = {
  basePrice: BASE_PRICE,
  fuelPrice: FUEL_PRICE,
  solverFee: SOLVER_FEE,
  minExecutionWindow: RUN_SECONDS,
  maxReviewWindow: 7 * DAY,
  concurrent: COHORT,
  total: 1_000_000,
} as const;

/** What every buyer's offer says. */
export const buyersTerms = {
  maxBasePrice: BASE_PRICE,
  maxFuelPrice: FUEL_PRICE,
  solverFee: 0n,
  executionWindow: EXECUTION_WINDOW,
  reviewWindow: REVIEW_WINDOW,
  attempts: 1,
} as const;
