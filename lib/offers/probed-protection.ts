import { AUDIT_BOUND } from './price';

/**
 * Class B: a wrong provider loses the price and the panel's fees, not what it locked. The rate of
 * audits is all that deters, so the buyer chooses it; theta follows, as small as the contract allows.
 */

/** Audits in 1/10,000 from which a made-up result brings a provider less than nothing on average. */
export function deterringRate(n: number): number {
  // (1 - p) pi - p (pi + n pi) < 0: p > 1 / (n + 2); a fifth more, as in class A.
  return Math.ceil(12_000 / (n + 2));
}

/** What a buyer chooses among, the deterring one in the middle. */
export function auditRatesOf(n: number): readonly number[] {
  return [Math.ceil(deterringRate(n) / 4), deterringRate(n), 10_000];
}

/** Whether making a result up brings a provider more than nothing on average. */
export function cheatPays(auditBps: number, n: number): boolean {
  return auditBps * (n + 2) <= 10_000;
}

/** The smallest theta with which the contract takes this rate. */
export function thetaOfRate(auditBps: number, n: number): number {
  return Math.max(1, Math.ceil(AUDIT_BOUND / auditBps) - n - 1);
}
