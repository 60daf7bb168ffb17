import { ceilDivide, greatest, least } from '../shared/integer';
import { FUEL_UNIT } from './offer-types';

/** Prices, locks and penalties of a deal. Amounts in the token's smallest unit; pure arithmetic. */

/** The resource offer's prices. */
export type Prices = { readonly basePrice: bigint; readonly fuelPrice: bigint };

/** What `fuel` costs, rounded down. */
export function costOf({ basePrice, fuelPrice }: Prices, fuel: bigint): bigint {
  return basePrice + (fuel * fuelPrice) / FUEL_UNIT;
}

/** V: the most that a deal can cost the buyer for the run itself. */
export function dealValueOf(prices: Prices, fuelLimit: bigint): bigint {
  return costOf(prices, fuelLimit);
}

/** pi: the price of the fuel that was posted, at most V. */
export function priceOf(prices: Prices, fuelUsed: bigint, fuelLimit: bigint): bigint {
  return least(costOf(prices, fuelUsed), dealValueOf(prices, fuelLimit));
}

/** What a deal's money is derived from. theta and n are 0 for verification none. */
export type Stakes = {
  readonly value: bigint;
  readonly theta: number;
  readonly n: number;
  readonly isVerified: boolean;
};

/** What the buyer locks at the match, its solver fee included. n * V of it is the audit reserve. */
export function buyerLockOf({ value, n, isVerified }: Stakes, solverFee: bigint): bigint {
  return value + (isVerified ? value * BigInt(n) : 0n) + solverFee;
}

/** What the provider locks at the match, its solver fee included. */
export function providerLockOf({ value, theta, n, isVerified }: Stakes, solverFee: bigint): bigint {
  const rate = isVerified ? theta + n : Math.max(theta, 1);
  return value * BigInt(rate) + solverFee;
}

/** What an appellant locks: the seats of the second panel at V each. */
export function appealLockOf({ value, n }: Stakes): bigint {
  return value * BigInt(2 * n + 1);
}

/** L: what a seat locks of its stake. The seats that must fail in both panels cover every gain. */
export function seatLockOf({ value, theta, n }: Stakes): bigint {
  const failing = BigInt((3 * (n + 1)) / 2);
  const share = ceilDivide(BigInt(theta + n + 1) * value, failing);
  return share > value ? share : value;
}

/** What one matching seat earns: the cheaper claim's price, between the court's least fee and V. */
export function seatFeeOf(
  prices: Prices,
  deal: {
    readonly fuelPosted: bigint;
    readonly fuelFound: bigint;
    readonly fuelLimit: bigint;
    readonly leastSeatFee: bigint;
  },
): bigint {
  const price = priceOf(prices, least(deal.fuelPosted, deal.fuelFound), deal.fuelLimit);
  return greatest(price, deal.leastSeatFee);
}

/** What a provider loses to the buyer for a missed deadline. */
export function latePenaltyOf(value: bigint): bigint {
  return value / 5n;
}

/** The same share for declining after `elapsed` of `window` seconds. */
export function declinePenaltyOf(value: bigint, elapsed: number, window: number): bigint {
  const share = BigInt(Math.min(elapsed, window));
  return (value * share) / (5n * BigInt(window));
}

/** auditBps * (theta + n + 1) must reach this: p * (theta + n + 1) >= 1.25. */
export const AUDIT_BOUND = 12_500;

/** Where junk costs a provider as much as missing its deadline. */
const LATE_BOUND = 12_000;

/** The least rate of audits in 1/10,000 that makes junk worse than missing the deadline. */
export function leastAuditBps(theta: number, n: number): number {
  return Math.ceil(AUDIT_BOUND / (theta + n + 1));
}

/**
 * The most that a buyer may offer a solver: an overturned provider must be able to pay it, and a
 * provider that sends its own match must still earn less by junk than by missing its deadline, which
 * keeps `fee < (p * (theta + n + 1) - 1.2) * V` (PROTOCOL section 4).
 */
export function maxSolverFeeOf({ value, theta, n }: Stakes, auditBps: number): bigint {
  const deterrence = auditBps * (theta + n + 1);
  const margin = (BigInt(deterrence - LATE_BOUND) * value - 1n) / 10_000n;
  return least(value * BigInt(theta - 1), margin);
}

/** Expected cost of audits as a share of the price, 0.0298 for 2.98 %. */
export function auditOverhead(n: number, auditBps: number): number {
  return (n * auditBps) / 10_000;
}

/** What the provider's locked money costs it over a deal, as a share of V; `ratePerYear` 0.05 = 5 %. */
export function capitalOverhead(
  theta: number,
  n: number,
  dealSeconds: number,
  ratePerYear: number,
): number {
  return ((theta + n) * dealSeconds * ratePerYear) / (365 * 86_400);
}
