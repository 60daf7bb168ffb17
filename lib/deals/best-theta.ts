import { auditOverhead, capitalOverhead, leastAuditBps } from '../offers/price';

/**
 * What protection costs, and the penalty rate at which it costs least (PROTOCOL section 4). A high
 * theta makes audits rare but binds the provider's money; so theta belongs to the deal's length.
 */

/** Costs as shares of V: 0.0298 = 2.98 %. */
export type ProtectionCost = {
  readonly theta: number;
  readonly auditBps: number;
  /** n * p: seats that re-execute, for which the buyer pays. */
  readonly audits: number;
  /** (theta + n) * V locked over the deal's length, for which the provider pays. */
  readonly capital: number;
  readonly total: number;
};

export type DealLength = {
  readonly n: number;
  /** From the match to the settlement. */
  readonly dealSeconds: number;
  /** What locked money would earn elsewhere: 0.05 = 5 % a year. */
  readonly ratePerYear: number;
};

/** What a penalty rate costs at the least rate of audits that the contract takes with it. */
export function protectionCostOf(theta: number, deal: DealLength): ProtectionCost {
  const { n, dealSeconds, ratePerYear } = deal;
  const auditBps = leastAuditBps(theta, n);
  const audits = auditOverhead(n, auditBps);
  const capital = capitalOverhead(theta, n, dealSeconds, ratePerYear);
  return { theta, auditBps, audits, capital, total: audits + capital };
}

/** What an offer can name (uint16). */
const THETA_MAX = 65_535;

/**
 * The theta that costs least, the smallest of equals. Rates are whole 1/10,000, so the cost has
 * steps: every theta is tried.
 */
export function bestTheta(
  deal: DealLength,
  { minTheta = 1, maxTheta = THETA_MAX }: { minTheta?: number; maxTheta?: number } = {},
): ProtectionCost {
  let best = protectionCostOf(minTheta, deal);
  for (let theta = minTheta + 1; theta <= maxTheta; theta += 1) {
    const cost = protectionCostOf(theta, deal);
    if (cost.total < best.total) best = cost;
  }
  return best;
}
