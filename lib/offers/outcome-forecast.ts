import { greatest, least } from '../shared/integer';
import type { MarketConfig } from '../shared/market-config';
import { longestDeal } from './deal-windows';
import { latePenaltyOf } from './price';
import type { RunFigures, RunTerms } from './run-figures';

export type ForecastOutcome =
  | 'accepted'
  | 'missed'
  | 'declined'
  | 'upheld-draw'
  | 'upheld-dispute'
  | 'overturned'
  | 'void';

/** How one outcome would leave buyer and provider, at the expected fuel. */
export interface Forecast {
  readonly outcome: ForecastOutcome;
  /** What the buyer is out of pocket, its solver fee included where it is spent. */
  readonly pays: bigint;
  /** What it gets of its own locked money. */
  readonly back: bigint;
  /** What it gets beyond its own. */
  readonly compensation: bigint;
  /** The provider's gain or loss. */
  readonly provider: bigint;
  /** Seconds after the match, at the latest: with every panel that an appeal or absent seats can bring. */
  readonly within: number;
}

/**
 * Every way in which a deal can end (PROTOCOL section 7), before it is signed. A dispute locks a
 * further V; it comes back in each outcome but upheld.
 *
 * @param minSeatFee the court's least fee for a seat
 * @param isInsured class A: a wrong provider loses its whole lock; in B the price and the panel's fees
 */
export function forecastOutcomes(
  terms: RunTerms,
  figures: RunFigures,
  config: Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>,
  minSeatFee: bigint,
  isInsured = true,
): Forecast[] {
  const { value, expected: price, locked } = figures;
  const { n, theta, executionWindow, reviewWindow, solverFee } = terms;
  const late = latePenaltyOf(value);
  const fees = BigInt(n) * least(greatest(price, minSeatFee), value);
  const posted = executionWindow + config.grace;
  const reviewed = posted + reviewWindow;
  const judged = longestDeal(terms, config);
  const of = (
    outcome: ForecastOutcome,
    pays: bigint,
    compensation: bigint,
    provider: bigint,
    within: number,
    furtherLock = 0n,
  ): Forecast => ({
    outcome,
    pays,
    back: locked + furtherLock - pays,
    compensation,
    provider,
    within,
  });
  const unverified = [
    of('accepted', price + solverFee, 0n, price, reviewed),
    of('missed', 0n, late, -late, posted),
    of('declined', 0n, late, -late, posted),
  ];
  if (n === 0) return unverified;
  const disagreed = isInsured ? 0n : undecidedCostOf(n, value, minSeatFee);
  // A provider that was wrong pays the buyer's solver; of an insured lock that is a part.
  const lost = isInsured ? value * BigInt(theta + n) : price + fees + solverFee;
  return [
    ...unverified,
    of('upheld-draw', price + fees + solverFee, 0n, price, judged),
    of('upheld-dispute', 2n * price + fees + solverFee, 0n, 2n * price, judged, value),
    of('overturned', 0n, price, -lost, judged, value),
    of('void', disagreed + solverFee, 0n, 0n, judged, value),
  ];
}

/**
 * What the buyer pays where all seats of both panels committed and none agreed: each the least fee,
 * as far as (n + 1) * V reaches for all of them.
 */
export function undecidedCostOf(n: number, value: bigint, minSeatFee: bigint): bigint {
  const seats = BigInt(n + 2 * n + 1);
  return seats * least((BigInt(n + 1) * value) / seats, minSeatFee);
}
