import type { MarketConfig } from '../shared/market-config';
import { longestDeal, usualDeal } from './deal-windows';
import {
  buyerLockOf,
  dealValueOf,
  leastAuditBps,
  type Prices,
  priceOf,
  providerLockOf,
} from './price';

/** What a buyer decides on the way to a signature. Windows in seconds. */
export interface RunTerms {
  /** The most that a provider may ask. */
  readonly prices: Prices;
  /** What the cheapest that fits asks; the most where nothing else is said. */
  readonly likelyPrices?: Prices | undefined;
  readonly fuelLimit: bigint;
  /** Fuel that the run will probably use; the limit when nothing is known. */
  readonly expectedFuel: bigint;
  readonly theta: number;
  /** Seats of a panel; 0 for a run that is not verified. */
  readonly n: number;
  /** Audits in 1/10,000; the least that theta allows unless given. */
  readonly auditBps?: number | undefined;
  readonly executionWindow: number;
  readonly reviewWindow: number;
  readonly solverFee: bigint;
}

/** What follows from it. Amounts in the token's smallest unit. */
export interface RunFigures {
  /** V, the most the run itself can cost, without an audit. */
  readonly value: bigint;
  /** pi at the expected fuel. */
  readonly expected: bigint;
  /** n * V, locked for the seats and nearly always returned. */
  readonly reserve: bigint;
  /**
   * All that the buyer locks at the match, and the most that it can lose unless it disputes or
   * appeals: V for the run, n * V for an audit that finds the provider right, its solver fee.
   */
  readonly locked: bigint;
  /** All that the provider locks. */
  readonly providerLock: bigint;
  readonly auditBps: number;
  /** Expected cost of audits. */
  readonly overheadAmount: bigint;
  /** Latest possible settlement, in seconds after the match. */
  readonly longest: number;
}

export function runFigures(
  terms: RunTerms,
  config: Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>,
): RunFigures {
  const { prices, fuelLimit, expectedFuel, theta, n, solverFee } = terms;
  const value = dealValueOf(prices, fuelLimit);
  const expected = priceOf(terms.likelyPrices ?? prices, expectedFuel, fuelLimit);
  const isVerified = n > 0;
  const stakes = { value, theta, n, isVerified };
  const auditBps = isVerified ? (terms.auditBps ?? leastAuditBps(theta, n)) : 0;
  return {
    value,
    expected,
    reserve: value * BigInt(n),
    locked: buyerLockOf(stakes, solverFee),
    providerLock: providerLockOf(stakes, 0n),
    auditBps,
    overheadAmount: (expected * BigInt(n) * BigInt(auditBps)) / 10_000n,
    longest: isVerified ? longestDeal(terms, config) : usualDeal(terms, config),
  };
}
