import type { Address, Hex } from 'viem';
import {
  type Case,
  OUTCOME,
  type Outcome,
  type Post,
  STAGE,
  type Stage,
} from '../chain/deal-facts';
import type { Terms } from '../chain/terms';
import type { MarketConfig } from '../shared/market-config';
import { executionDeadlineOf } from './deal-deadlines';

/** What the chain holds of one deal; every DealRecord is one. */
export type DealFacts = {
  readonly dealId: Hex;
  readonly terms: Terms;
  readonly stage: Stage;
  readonly post?: Post | undefined;
  readonly case?: Case | undefined;
  readonly commits: readonly { readonly mediator: Address; readonly seal: Hex }[];
  readonly outcome?: Outcome | undefined;
};

/**
 * Where a deal stands at a moment: its stage, refined by what time alone has changed. Nothing of it is
 * stored. In PROTOCOL section 6's order.
 */
export type DealStatus =
  /** Matched; the provider is to post by the execution deadline. */
  | 'running'
  /** The execution deadline has passed, the grace has not: a post still counts. */
  | 'late'
  /** Nothing can be posted any more: anyone may expire the deal. */
  | 'overdue'
  /** Posted, and the block that decides the public draw is not read yet. */
  | 'awaiting-draw'
  /** Posted, and the buyer has not shown the private draw's secret. */
  | 'awaiting-secret'
  /** The secret was not shown in the review window: anyone may have the deal audited. */
  | 'secret-withheld'
  /** Cleared: no audit; the buyer may accept or dispute. */
  | 'in-review'
  /** The review window is over: anyone may finalize. */
  | 'review-over'
  /** A panel is called (drawn, disputed, re-seated or appealed) and not seated yet. */
  | 'awaiting-seats'
  /** The seat wait is over and no panel sits: void, or after an appeal the first verdict. */
  | 'unseated'
  /** A panel sits; its seats re-execute and commit. */
  | 'panel-at-work'
  /** The panel's time is over; who knows the majority's result may still resolve. */
  | 'panel-over'
  /** Not resolved in time either: re-seat, settle by the first verdict, or void. */
  | 'panel-failed'
  /** A first verdict, in its appeal window. */
  | 'appealable'
  /** Nothing can change the verdict any more: anyone may settle. */
  | 'verdict-final'
  | 'accepted'
  | 'missed'
  | 'declined'
  | 'upheld'
  | 'overturned'
  | 'inputs-unavailable'
  | 'void';

const OUTCOME_STATUS: Record<Outcome, DealStatus> = {
  [OUTCOME.None]: 'void',
  [OUTCOME.Accepted]: 'accepted',
  [OUTCOME.Missed]: 'missed',
  [OUTCOME.Declined]: 'declined',
  [OUTCOME.Upheld]: 'upheld',
  [OUTCOME.Overturned]: 'overturned',
  [OUTCOME.InputsUnavailable]: 'inputs-unavailable',
  [OUTCOME.Void]: 'void',
};

/** A deal's status at `now` (chain time, seconds). Deadlines are inclusive: "over" is after them. */
export function statusOf(
  facts: DealFacts,
  now: number,
  { grace }: Pick<MarketConfig, 'grace'>,
): DealStatus {
  const { stage, terms, post } = facts;
  switch (stage) {
    case STAGE.Matched: {
      const deadline = executionDeadlineOf(terms);
      if (now <= deadline) return 'running';
      return now <= deadline + grace ? 'late' : 'overdue';
    }
    case STAGE.Posted:
      if (isPublicDraw(terms)) return 'awaiting-draw';
      return now <= (post?.reviewEndsAt ?? 0) ? 'awaiting-secret' : 'secret-withheld';
    case STAGE.Cleared:
      return now <= (post?.reviewEndsAt ?? 0) ? 'in-review' : 'review-over';
    case STAGE.Settled:
      return OUTCOME_STATUS[facts.outcome ?? OUTCOME.None];
    default:
      return caseStatusOf(stage, facts.case?.deadline ?? 0, now, grace);
  }
}

function caseStatusOf(stage: Stage, deadline: number, now: number, grace: number): DealStatus {
  const isOver = now > deadline;
  switch (stage) {
    case STAGE.Panel1:
    case STAGE.Panel2:
      if (!isOver) return 'panel-at-work';
      return now <= deadline + grace ? 'panel-over' : 'panel-failed';
    case STAGE.Verdict1:
      return isOver ? 'verdict-final' : 'appealable';
    case STAGE.Verdict2:
      return 'verdict-final';
    default:
      return isOver ? 'unseated' : 'awaiting-seats';
  }
}

export function isPublicDraw(terms: Terms): boolean {
  return BigInt(terms.drawCommit) === 0n;
}

export function isSettled(facts: DealFacts): boolean {
  return facts.stage === STAGE.Settled;
}
