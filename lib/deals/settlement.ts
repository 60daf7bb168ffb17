import type { Address } from 'viem';
import {
  OUTCOME,
  type Outcome,
  type Payout,
  type Post,
  type SeatRecord,
} from '../chain/deal-facts';
import { stakesOf, type Terms } from '../chain/terms';
import {
  buyerLockOf,
  declinePenaltyOf,
  latePenaltyOf,
  priceOf,
  providerLockOf,
} from '../offers/price';

/**
 * How a deal ends, to the last unit: whose lock is released, and what goes where. Amounts in the
 * token's smallest unit. The ends without a panel are here, the others in disputes/settle-case.
 */
export type Settlement = {
  readonly outcome: Outcome;
  /** pi. */
  readonly price: bigint;
  /** What leaves the locked balance of each side; `payout` says what comes back to available. */
  readonly buyerLock: bigint;
  readonly providerLock: bigint;
  readonly payout: Payout;
  /** L, which each seat had locked. */
  readonly seatLock: bigint;
  readonly seats: readonly SeatSettlement[];
  /** The job offer may be matched again, not with this provider. */
  readonly jobFree: boolean;
};

/** What a seat earned and lost; seatLock - slashed + fee goes to its free stake. */
export type SeatSettlement = {
  readonly mediator: Address;
  readonly record: SeatRecord;
  readonly fee: bigint;
  readonly slashed: bigint;
};

/** Row 6 and 7: the buyer pays pi, both sides pay their solver fee. */
export function settleAccepted(terms: Terms, post: Post): Settlement {
  const locks = locksOf(terms);
  const price = priceOf(terms, post.fuelUsed, terms.fuelLimit);
  return {
    ...withoutSeats,
    ...locks,
    outcome: OUTCOME.Accepted,
    price,
    payout: {
      toBuyer: locks.buyerLock - price - terms.jobSolverFee,
      toProvider: locks.providerLock + price - terms.resourceSolverFee,
      toSolver: terms.jobSolverFee + terms.resourceSolverFee,
      toSeats: 0n,
      burned: 0n,
    },
    jobFree: false,
  };
}

/** Row 3: the provider pays V/5 and its solver fee. */
export function settleMissed(terms: Terms): Settlement {
  const penalty = latePenaltyOf(stakesOf(terms).value);
  return settleWithoutResult(terms, OUTCOME.Missed, penalty);
}

/** Row 4: the same by the share of the window that has passed at `now`. */
export function settleDeclined(terms: Terms, now: number): Settlement {
  const { value } = stakesOf(terms);
  const penalty = declinePenaltyOf(value, now - terms.matchedAt, terms.executionWindow);
  return settleWithoutResult(terms, OUTCOME.Declined, penalty);
}

/** What both sides locked at the match, solver fees included. */
export function locksOf(terms: Terms): { buyerLock: bigint; providerLock: bigint } {
  const stakes = stakesOf(terms);
  return {
    buyerLock: buyerLockOf(stakes, terms.jobSolverFee),
    providerLock: providerLockOf(stakes, terms.resourceSolverFee),
  };
}

const withoutSeats = { seatLock: 0n, seats: [] } as const;

function settleWithoutResult(terms: Terms, outcome: Outcome, penalty: bigint): Settlement {
  const locks = locksOf(terms);
  return {
    ...withoutSeats,
    ...locks,
    outcome,
    price: 0n,
    payout: {
      toBuyer: locks.buyerLock + penalty,
      toProvider: locks.providerLock - penalty - terms.resourceSolverFee,
      toSolver: terms.resourceSolverFee,
      toSeats: 0n,
      burned: 0n,
    },
    jobFree: true,
  };
}
