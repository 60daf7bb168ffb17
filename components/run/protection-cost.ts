import { bestTheta, type ProtectionCost, protectionCostOf } from '@/lib/deals/best-theta';
import { percentOf } from '@/lib/shared/percent.view';
import { STANDARD_THETA, THETA_RANGE } from './protection-dial';

/** What locked money would earn elsewhere in a year, as in docs/deterrence.md: 0.1 = 10 %. */
const RATE_PER_YEAR = 0.1;

/** `dealSeconds`: how long the provider's money is usually locked. */
interface Deal {
  n: number;
  dealSeconds: number;
}

/** What a penalty rate costs in a deal of this length, as shares of its value. */
export function costOfTheta(theta: number, deal: Deal): ProtectionCost {
  return protectionCostOf(theta, { ...deal, ratePerYear: RATE_PER_YEAR });
}

/**
 * theta for who does not turn the dial: where audits and capital together cost least in a deal of
 * this length; the standard one where that would leave fewer offers to choose from, because a
 * provider does not accept it or has too little to put up.
 */
export function defaultThetaOf(deal: Deal, countFitting: (theta: number) => number): number {
  const { theta } = bestTheta({ ...deal, ratePerYear: RATE_PER_YEAR }, THETA_RANGE);
  return countFitting(theta) < countFitting(STANDARD_THETA) ? STANDARD_THETA : theta;
}

/** Both parts in words: "audits 2.98 % + capital 0.01 %". */
export function costWords({ audits, capital }: ProtectionCost): string {
  return `audits ${percentOf(audits)} + capital ${percentOf(capital)}`;
}
