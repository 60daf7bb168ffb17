import {
  CAUSE,
  type Case,
  OUTCOME,
  type Outcome,
  type Post,
  SEAT_RECORD,
  VERDICT,
  type Verdict,
} from '../chain/deal-facts';
import { stakesOf, type Terms } from '../chain/terms';
import type { DealFacts } from '../deals/deal-state';
import { locksOf, type SeatSettlement, type Settlement } from '../deals/settlement';
import { VERIFICATION } from '../offers/offer-types';
import { appealLockOf, priceOf, seatLockOf } from '../offers/price';
import { sameHex, ZERO_ADDRESS } from '../shared/address';
import { least } from '../shared/integer';
import { caseSeatFeeOf, type JudgedSeat, judgePanel } from './judge-seats';

/** A deal in a case, as its settlement needs it. */
export type CaseFacts = DealFacts & { readonly post: Post; readonly case: Case };

/** The verdict that stands: after an appeal only a result replaces the first. */
function standingVerdictOf({ reseated, firstVerdict, secondVerdict }: Case): Verdict {
  if (reseated || isResult(secondVerdict)) return secondVerdict;
  return firstVerdict;
}

/** Row 14: who gets what by the standing verdict (PROTOCOL section 7). */
export function settleVerdict(facts: CaseFacts): Settlement {
  const { terms, post } = facts;
  const verdict = standingVerdictOf(facts.case);
  const secondDecides = isResult(facts.case.secondVerdict);
  const first = judgePanel(facts, facts.case.firstPanel, { verdict, decides: true });
  const second = judgePanel(facts, facts.case.secondPanel, { verdict, decides: secondDecides });
  const slashed = sumOf(first) + sumOf(second);
  const fees = feesOf(facts, verdict, secondDecides, { first, second, slashed });
  const locks = caseLocksOf(facts);
  const price = priceOf(terms, post.fuelUsed, terms.fuelLimit);
  const share = { toBuyer: locks.buyerLock, toProvider: locks.providerLock, burned: 0n };
  share.toProvider -= terms.resourceSolverFee;
  share.burned += slashed - fees.bySlashes;
  if (verdict === VERDICT.Overturned) {
    share.toBuyer += price;
    const owed = price + fees.byPayer + terms.jobSolverFee;
    if (terms.verification === VERIFICATION.A) {
      const lost = insuredLockOf(terms);
      share.burned += lost - owed;
      share.toProvider -= lost;
    } else {
      share.toProvider -= owed;
    }
  } else {
    share.toBuyer -= terms.jobSolverFee;
    if (verdict === VERDICT.Upheld) {
      const gain = facts.case.cause === CAUSE.Dispute ? 2n * price : price;
      share.toBuyer -= gain;
      share.toProvider += gain;
      if (post.hasReceipt) share.toBuyer -= fees.byPayer;
      else share.toProvider -= fees.byPayer;
    }
  }
  if (hasBuyerAppealed(facts)) share.toBuyer -= fees.byAppellant;
  else share.toProvider -= fees.byAppellant;
  return {
    ...locks,
    outcome: OUTCOME_OF[verdict],
    price,
    payout: {
      ...share,
      toSolver: terms.jobSolverFee + terms.resourceSolverFee,
      toSeats: fees.bySlashes + fees.byPayer + fees.byAppellant,
    },
    seatLock: seatLockOf(stakesOf(terms)),
    seats: [...first.map(paid(fees.toFirst)), ...second.map(paid(fees.toSecond))],
    jobFree: false,
  };
}

/**
 * Row 15: absent seats lose their lock, to provider and buyer up to pi each. Where every seat of both
 * panels worked, whoever brought the job pays each the least fee.
 */
export function settleVoid(facts: CaseFacts): Settlement {
  const { terms, post } = facts;
  const judgement = { verdict: VERDICT.None, decides: false } as const;
  const first = judgePanel(facts, facts.case.firstPanel, judgement);
  const second = judgePanel(facts, facts.case.secondPanel, judgement);
  const slashed = sumOf(first) + sumOf(second);
  const price = priceOf(terms, post.fuelUsed, terms.fuelLimit);
  const locks = caseLocksOf(facts);
  const toProvider = least(slashed, price);
  const toBuyer = least(slashed - toProvider, price);
  const isUndecidable = second.length > 0 && slashed === 0n;
  const fee = isUndecidable ? undecidableFeeOf(terms, first.length + second.length) : 0n;
  const fees = fee * BigInt(first.length + second.length);
  return {
    ...locks,
    outcome: OUTCOME.Void,
    price,
    payout: {
      toBuyer: locks.buyerLock - terms.jobSolverFee + toBuyer - (post.hasReceipt ? fees : 0n),
      toProvider:
        locks.providerLock - terms.resourceSolverFee + toProvider - (post.hasReceipt ? 0n : fees),
      toSolver: terms.jobSolverFee + terms.resourceSolverFee,
      toSeats: fees,
      burned: slashed - toProvider - toBuyer,
    },
    seatLock: seatLockOf(stakesOf(terms)),
    seats: [...first, ...second].map(paid(fee)),
    jobFree: !post.secretShown,
  };
}

type Fees = {
  readonly toFirst: bigint;
  readonly toSecond: bigint;
  readonly bySlashes: bigint;
  readonly byPayer: bigint;
  readonly byAppellant: bigint;
};

/** What each payable seat of both panels earns, and from whom it comes. */
function feesOf(
  { terms, post, case: inCase }: CaseFacts,
  verdict: Verdict,
  secondDecides: boolean,
  benches: {
    readonly first: readonly JudgedSeat[];
    readonly second: readonly JudgedSeat[];
    readonly slashed: bigint;
  },
): Fees {
  const fee = caseSeatFeeOf(terms, post.fuelUsed, inCase.fuelFound);
  const payableFirst = payableOf(benches.first);
  const payableSecond = payableOf(benches.second);
  const isReplaced = secondDecides && (inCase.reseated || verdict !== inCase.firstVerdict);
  if (isReplaced) {
    // Equal shares of what was slashed, then of the payer's reserve.
    const matched = payableFirst + payableSecond;
    const reserve = BigInt(terms.n) * stakesOf(terms).value;
    const each = least((benches.slashed + reserve) / matched, fee);
    const bySlashes = least(benches.slashed, each * matched);
    const byPayer = each * matched - bySlashes;
    return { toFirst: each, toSecond: each, bySlashes, byPayer, byAppellant: 0n };
  }
  const toFirst = verdict === VERDICT.InputsUnavailable ? 0n : fee;
  const toSecond = appealFeeOf(terms, inCase, secondDecides, fee);
  return {
    toFirst,
    toSecond,
    bySlashes: 0n,
    byPayer: toFirst * payableFirst,
    byAppellant: toSecond * payableSecond,
  };
}

/** What an appeal that failed owes each seat of the second panel. */
function appealFeeOf(terms: Terms, inCase: Case, secondDecides: boolean, fee: bigint): bigint {
  if (sameHex(inCase.appellant, ZERO_ADDRESS) || inCase.secondPanel.length === 0) return 0n;
  if (secondDecides) return fee;
  return inCase.secondVerdict === VERDICT.None ? terms.leastSeatFee : 0n;
}

/** Locks at the match, the dispute's further V and the appeal's (2n+1)*V. */
function caseLocksOf(facts: CaseFacts): { buyerLock: bigint; providerLock: bigint } {
  const stakes = stakesOf(facts.terms);
  let { buyerLock, providerLock } = locksOf(facts.terms);
  if (facts.case.cause === CAUSE.Dispute) buyerLock += stakes.value;
  if (!sameHex(facts.case.appellant, ZERO_ADDRESS)) {
    if (hasBuyerAppealed(facts)) buyerLock += appealLockOf(stakes);
    else providerLock += appealLockOf(stakes);
  }
  return { buyerLock, providerLock };
}

/** An account that is both buyer and provider appeals in the role that the verdict allows. */
function hasBuyerAppealed({ terms, case: { appellant, firstVerdict } }: CaseFacts): boolean {
  return sameHex(appellant, terms.buyer) && firstVerdict !== VERDICT.Overturned;
}

/** Least fee a seat, together at most the (n+1)*V that its payer has locked. */
function undecidableFeeOf(terms: Terms, seats: number): bigint {
  const most = (BigInt(terms.n + 1) * stakesOf(terms).value) / BigInt(seats);
  return least(most, terms.leastSeatFee);
}

function insuredLockOf(terms: Terms): bigint {
  return BigInt(terms.theta + terms.n) * stakesOf(terms).value;
}

const OUTCOME_OF: Record<Verdict, Outcome> = {
  [VERDICT.None]: OUTCOME.Void,
  [VERDICT.Upheld]: OUTCOME.Upheld,
  [VERDICT.Overturned]: OUTCOME.Overturned,
  [VERDICT.InputsUnavailable]: OUTCOME.InputsUnavailable,
};

function isResult(verdict: Verdict): boolean {
  return verdict === VERDICT.Upheld || verdict === VERDICT.Overturned;
}

function sumOf(bench: readonly JudgedSeat[]): bigint {
  return bench.reduce((sum, { fine }) => sum + fine, 0n);
}

function payableOf(bench: readonly JudgedSeat[]): bigint {
  return BigInt(bench.filter(({ isPayable }) => isPayable).length);
}

function paid(fee: bigint) {
  return ({ mediator, record, fine }: JudgedSeat): SeatSettlement => ({
    mediator,
    record,
    slashed: fine,
    fee: record === SEAT_RECORD.Matched || record === SEAT_RECORD.Released ? fee : 0n,
  });
}
