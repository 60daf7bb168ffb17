import { stakesOf, type Terms } from '../chain/terms';
import { VERIFICATION } from '../offers/offer-types';
import { forecastOutcomes } from '../offers/outcome-forecast';
import { appealLockOf } from '../offers/price';
import { runFigures } from '../offers/run-figures';
import type { MarketConfig } from '../shared/market-config';

/** How one end of a dispute leaves the buyer. Amounts in the token's smallest unit. */
export interface DisputeOutcome {
  readonly outcome: 'overturned' | 'upheld' | 'void';
  /** Of its own money; in a void the most, which only a panel that cannot agree costs. */
  readonly pays: bigint;
  /** What it gets back of all that it locked, the dispute's own lock included. */
  readonly back: bigint;
  /** What it gets beyond its own. */
  readonly compensation: bigint;
  /** Unix seconds, at the latest and without an appeal. */
  readonly by: number;
}

export interface DisputeForecast {
  readonly outcomes: readonly DisputeOutcome[];
  /** What the loser may lock to have a second panel decide. */
  readonly appealLock: bigint;
}

const NAMES = { overturned: 'overturned', 'upheld-dispute': 'upheld', void: 'void' } as const;

/** Every way in which a dispute of this result can end for the buyer (PROTOCOL section 7). */
export function disputeForecast(
  terms: Terms,
  fuelUsed: bigint,
  config: Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>,
): DisputeForecast {
  const { theta, n, fuelLimit, executionWindow, reviewWindow, jobSolverFee } = terms;
  const run = {
    prices: terms,
    fuelLimit,
    expectedFuel: fuelUsed,
    theta,
    n,
    auditBps: terms.auditBps,
    executionWindow,
    reviewWindow,
    solverFee: jobSolverFee,
  };
  const forecastOf = (isInsured: boolean) =>
    forecastOutcomes(run, runFigures(run, config), config, terms.leastSeatFee, isInsured);
  // The market charges for a panel that cannot agree whatever the class; only honest runs of class A
  // never come to that.
  const forecasts = [
    ...forecastOf(terms.verification === VERIFICATION.A).filter(
      ({ outcome }) => outcome !== 'void',
    ),
    ...forecastOf(false).filter(({ outcome }) => outcome === 'void'),
  ];
  const outcomes = (['overturned', 'upheld-dispute', 'void'] as const).flatMap((name) => {
    const found = forecasts.find(({ outcome }) => outcome === name);
    if (!found) return [];
    return [
      {
        outcome: NAMES[name],
        pays: found.pays,
        back: found.back,
        compensation: found.compensation,
        by: terms.matchedAt + found.within,
      },
    ];
  });
  return { outcomes, appealLock: appealLockOf(stakesOf(terms)) };
}
