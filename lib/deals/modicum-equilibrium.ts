/**
 * MODiCuM's game between buyer and provider (Eisele et al., DEBS 2020), the reason for a committed
 * rate of audits: there the buyer checks when it likes, and cannot promise to. Amounts in units of
 * pi, the price of the job; chances are shares.
 */

/** K = n + theta + 1: what a deal is worth to its loser, its price and deposit together. */
export function penaltyFactor(n: number, theta: number): number {
  return n + theta + 1;
}

export type ModicumGame = {
  /** K. */
  readonly penalty: number;
  /** c_e: executing the job. */
  readonly executionCost: number;
  /** c_d: making a result up. */
  readonly deceptionCost: number;
  /** c_v: the buyer's cost of checking a result. */
  readonly verificationCost: number;
  /** pi_d: what a buyer gets when it finds a wrong result; default the price itself. */
  readonly compensation?: number;
  /** g_m: what a dispute costs the buyer besides; default nothing. */
  readonly mediationCost?: number;
};

/** The chance that a provider executes: 1 - c_v / (pi + pi_d - g_m). theta has no part in it. */
export function providerHonesty(game: Omit<ModicumGame, 'penalty'>): number {
  const { verificationCost, compensation = 1, mediationCost = 0 } = game;
  const gain = 1 + compensation - mediationCost;
  return gain <= 0 ? 0 : asShare(1 - verificationCost / gain);
}

/** The chance that a buyer checks: (c_e - c_d) / (pi * K). */
export function buyerChecking(game: ModicumGame): number {
  return asShare((game.executionCost - game.deceptionCost) / game.penalty);
}

/** Both sides mix so that the other gains by neither choice. */
export function mixedEquilibrium(game: ModicumGame): { honesty: number; checking: number } {
  return { honesty: providerHonesty(game), checking: buyerChecking(game) };
}

export type UnsteadyJob = {
  /** How often the mediator re-runs a disputed job. */
  readonly n: number;
  readonly theta: number;
  /** g_m; default nothing. */
  readonly mediationCost?: number;
  /** p_e: the chance that the provider executes; default 1. */
  readonly execution?: number;
};

/**
 * p_a: how often a dishonest buyer lets a job that is not deterministic give its usual result. It
 * disputes whatever else is posted; when the mediator's n runs differ, it is fined itself. The best
 * p_a solves (2*pi - g_m) / (pi*K) = 1 - p_a^n + n * p_a^(n-1) / p_e - n * p_a^n.
 */
export function bestAgreement(job: UnsteadyJob): number {
  const { n, theta, mediationCost = 0, execution = 1 } = job;
  const target = (2 - mediationCost) / penaltyFactor(n, theta);
  const gain = (p: number) => 1 - p ** n + (n * p ** (n - 1)) / execution - n * p ** n;
  // The right side rises to its peak and falls from there on: the maximum lies where it falls.
  let low = Math.min(1, (n - 1) / ((n + 1) * execution));
  let high = 1;
  if (gain(high) >= target) return 1;
  if (gain(low) <= target) return 0;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (gain(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function asShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}
