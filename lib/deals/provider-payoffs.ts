import { junkGain, LATE_LOSS, type Protection } from './deterrence';

/**
 * What each thing that a provider can do with a deal leaves it with, in units of pi, the price of
 * the honest run (PROTOCOL sections 4 and 7). Expected values; other income and gas left out.
 */

export type ProviderChoice = 'execute' | 'declineEarly' | 'declineLate' | 'miss' | 'junk';

export type ProviderCase = {
  readonly protection: Protection;
  /** k = V / pi, at least 1. */
  readonly valueRatio: number;
  /** c_e: what executing costs, in pi. */
  readonly executionCost: number;
  /** The provider's own solver fee, in pi; lost in every outcome. */
  readonly solverFee: number;
  /** What a cheat claims, as a share of V; default: all of it. */
  readonly claim?: number;
};

/** The choices, the most honest first: as long as executing pays, each is better than the next. */
export const PROVIDER_CHOICES: readonly ProviderChoice[] = [
  'execute',
  'declineEarly',
  'declineLate',
  'miss',
  'junk',
];

export function providerPayoffs(deal: ProviderCase): Record<ProviderChoice, number> {
  const { protection, valueRatio, executionCost, solverFee, claim } = deal;
  const late = LATE_LOSS * valueRatio - solverFee;
  return {
    execute: 1 - executionCost - solverFee,
    // The penalty grows with the elapsed share of the window, from nothing to that of missing it.
    declineEarly: -solverFee,
    declineLate: late,
    miss: late,
    junk: junkGain(protection, claim) * valueRatio - solverFee,
  };
}

/** The choice that leaves most; of equals the more honest. */
export function bestChoice(deal: ProviderCase): ProviderChoice {
  const payoffs = providerPayoffs(deal);
  return PROVIDER_CHOICES.reduce((best, choice) =>
    payoffs[choice] > payoffs[best] ? choice : best,
  );
}
