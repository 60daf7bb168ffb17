import type { Address, Hex } from 'viem';
import {
  type Case,
  SEAT_RECORD,
  type SeatRecord,
  VERDICT,
  type Verdict,
} from '../chain/deal-facts';
import { stakesOf, type Terms } from '../chain/terms';
import type { DealFacts } from '../deals/deal-state';
import { INPUTS_UNAVAILABLE, sealOf } from '../execution/result-digest';
import { VERIFICATION } from '../offers/offer-types';
import { seatFeeOf, seatLockOf } from '../offers/price';
import { sameHex } from '../shared/address';
import { greatest } from '../shared/integer';

/** One seat, judged by what the deal found. `fine` leaves its lock. */
export type JudgedSeat = {
  readonly mediator: Address;
  readonly record: SeatRecord;
  readonly fine: bigint;
  /** A fee may go to it. */
  readonly isPayable: boolean;
};

/** How a panel is judged: by the standing verdict, or not at all (it decided nothing, or void). */
export type Judgement = {
  /** The verdict that stands; None = void. */
  readonly verdict: Verdict;
  readonly decides: boolean;
};

/** Records and fines of a panel's seats (PROTOCOL section 7, slashing). */
export function judgePanel(
  facts: DealFacts,
  panel: readonly Address[],
  judgement: Judgement,
): JudgedSeat[] {
  const inCase = facts.case;
  if (!inCase) return [];
  return panel.map((mediator) => {
    const seal = facts.commits.find((commit) => sameHex(commit.mediator, mediator))?.seal;
    const { record, fine } = judgeSeat(facts, inCase, mediator, seal, judgement);
    const isPayable =
      record === SEAT_RECORD.Matched || (record === SEAT_RECORD.Released && seal !== undefined);
    return { mediator, record, fine, isPayable };
  });
}

function judgeSeat(
  { dealId, terms, post }: DealFacts,
  inCase: Case,
  mediator: Address,
  seal: Hex | undefined,
  { verdict, decides }: Judgement,
): { record: SeatRecord; fine: bigint } {
  const fuelPosted = post?.fuelUsed ?? 0n;
  const fee = caseSeatFeeOf(terms, fuelPosted, inCase.fuelFound);
  const lock = seatLockOf(stakesOf(terms));
  // For never committing where the deal finds a majority.
  const absence = greatest(fee, stakesOf(terms).value / 5n);
  if (!decides) {
    // Inputs-unavailable as second verdict: nobody of the second panel pays or is paid.
    if (inCase.secondVerdict === VERDICT.InputsUnavailable || seal !== undefined) {
      return { record: SEAT_RECORD.Released, fine: 0n };
    }
    return { record: SEAT_RECORD.Absent, fine: verdict === VERDICT.None ? lock : absence };
  }
  if (seal === undefined) return { record: SEAT_RECORD.Absent, fine: absence };
  if (sameHex(seal, sealOf(dealId, mediator, inCase.digest, inCase.fuelFound))) {
    return { record: SEAT_RECORD.Matched, fine: 0n };
  }
  if (sameHex(seal, sealOf(dealId, mediator, INPUTS_UNAVAILABLE, 0n))) {
    return { record: SEAT_RECORD.SaidUnavailable, fine: fee };
  }
  const fine = terms.verification === VERIFICATION.A ? lock : fee;
  return { record: SEAT_RECORD.Outvoted, fine };
}

/** What one matching seat of a deal earns. */
export function caseSeatFeeOf(terms: Terms, fuelPosted: bigint, fuelFound: bigint): bigint {
  return seatFeeOf(terms, { ...terms, fuelPosted, fuelFound });
}
