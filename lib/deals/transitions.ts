import { STAGE, type Stage, VERDICT } from '../chain/deal-facts';
import { VERIFICATION } from '../offers/offer-types';
import type { MarketConfig } from '../shared/market-config';
import { type DealFacts, type DealStatus, statusOf } from './deal-state';

/** A call that moves a deal, by its name in the contract (the single form). */
export type DealMove =
  | 'postResult'
  | 'expire'
  | 'decline'
  | 'draw'
  | 'accept'
  | 'finalize'
  | 'dispute'
  | 'seat'
  | 'commitVerdict'
  | 'resolve'
  | 'reseat'
  | 'appeal'
  | 'settle'
  | 'voidDeal';

/** Who may act. `seats`: the mediators of the panel that sits. */
export type Actor = 'buyer' | 'provider' | 'seats' | 'anyone';

/** One edge of PROTOCOL section 6's table; `row` is its number there. */
export type Transition = {
  readonly row: number;
  readonly move: DealMove;
  readonly from: readonly Stage[];
  readonly by: Actor;
  readonly to: readonly Stage[];
  /** The statuses in which the guard holds. */
  readonly when: readonly DealStatus[];
};

const seating: readonly Stage[] = [STAGE.Drawn, STAGE.Disputed, STAGE.Reseated, STAGE.Appealed];
const panels: readonly Stage[] = [STAGE.Panel1, STAGE.Panel2];

export const transitions: readonly Transition[] = [
  {
    row: 2,
    move: 'postResult',
    from: [STAGE.Matched],
    by: 'provider',
    to: [STAGE.Posted, STAGE.Drawn, STAGE.Cleared],
    when: ['running', 'late'],
  },
  {
    row: 3,
    move: 'expire',
    from: [STAGE.Matched],
    by: 'anyone',
    to: [STAGE.Settled],
    when: ['overdue'],
  },
  {
    row: 4,
    move: 'decline',
    from: [STAGE.Matched],
    by: 'provider',
    to: [STAGE.Settled],
    when: ['running', 'late', 'overdue'],
  },
  {
    row: 5,
    move: 'draw',
    from: [STAGE.Posted],
    by: 'anyone',
    to: [STAGE.Cleared, STAGE.Drawn],
    when: ['awaiting-draw', 'awaiting-secret', 'secret-withheld'],
  },
  {
    row: 6,
    move: 'accept',
    from: [STAGE.Posted, STAGE.Cleared],
    by: 'buyer',
    to: [STAGE.Settled, STAGE.Drawn],
    // A Posted deal's is possible too, and draws first; seconds later somebody has drawn it anyway.
    when: ['in-review', 'review-over'],
  },
  {
    row: 7,
    move: 'finalize',
    from: [STAGE.Posted, STAGE.Cleared],
    by: 'anyone',
    to: [STAGE.Settled, STAGE.Drawn],
    when: ['review-over'],
  },
  {
    row: 8,
    move: 'dispute',
    from: [STAGE.Posted, STAGE.Cleared],
    by: 'buyer',
    to: [STAGE.Disputed],
    when: ['awaiting-draw', 'awaiting-secret', 'in-review'],
  },
  {
    row: 9,
    move: 'seat',
    from: seating,
    by: 'anyone',
    to: panels,
    when: ['awaiting-seats'],
  },
  {
    row: 10,
    move: 'commitVerdict',
    from: panels,
    by: 'seats',
    to: panels,
    when: ['panel-at-work'],
  },
  {
    row: 11,
    move: 'resolve',
    from: panels,
    by: 'anyone',
    to: [STAGE.Verdict1, STAGE.Verdict2],
    when: ['panel-at-work', 'panel-over', 'panel-failed'],
  },
  {
    row: 12,
    move: 'reseat',
    from: [STAGE.Panel1],
    by: 'anyone',
    to: [STAGE.Reseated],
    when: ['panel-failed'],
  },
  {
    row: 13,
    move: 'appeal',
    from: [STAGE.Verdict1],
    by: 'buyer',
    to: [STAGE.Appealed],
    when: ['appealable'],
  },
  {
    row: 13,
    move: 'appeal',
    from: [STAGE.Verdict1],
    by: 'provider',
    to: [STAGE.Appealed],
    when: ['appealable'],
  },
  {
    row: 14,
    move: 'settle',
    from: [STAGE.Verdict1, STAGE.Appealed, STAGE.Panel2, STAGE.Verdict2],
    by: 'anyone',
    to: [STAGE.Settled],
    when: ['verdict-final', 'unseated', 'panel-failed'],
  },
  {
    row: 15,
    move: 'voidDeal',
    from: [STAGE.Drawn, STAGE.Disputed, STAGE.Reseated, STAGE.Panel2],
    by: 'anyone',
    to: [STAGE.Settled],
    when: ['unseated', 'panel-failed'],
  },
];

/**
 * Who can move the deal on now, and by what. What depends on blocks, balances or secrets (is the
 * block readable, is enough available, who is free to sit) is left to the call itself.
 */
export function nextActors(
  facts: DealFacts,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): { readonly by: Actor; readonly move: DealMove }[] {
  const status = statusOf(facts, now, config);
  return transitions
    .filter(({ from, when }) => from.includes(facts.stage) && when.includes(status))
    .filter(({ move, by }) => isOpen(facts, move, by, status))
    .map(({ by, move }) => ({ by, move }));
}

/** The part of a guard that stage and time do not tell. */
function isOpen(facts: DealFacts, move: DealMove, by: Actor, status: DealStatus): boolean {
  const inCase = facts.case;
  switch (move) {
    case 'dispute':
      return facts.terms.verification !== VERIFICATION.none && !isReviewOver(status);
    case 'appeal':
      return by === 'buyer'
        ? inCase?.firstVerdict !== VERDICT.Overturned
        : inCase?.firstVerdict !== VERDICT.Upheld;
    case 'settle':
      return facts.stage !== STAGE.Panel2 || inCase?.reseated === false;
    case 'voidDeal':
      return facts.stage !== STAGE.Panel2 || inCase?.reseated === true;
    case 'resolve':
      return status !== 'panel-at-work' || hasAllCommits(facts);
    case 'commitVerdict':
      return !hasAllCommits(facts);
    default:
      return true;
  }
}

function isReviewOver(status: DealStatus): boolean {
  return status === 'review-over' || status === 'secret-withheld';
}

/** The seats of the panel that sits; none elsewhere. */
export function sittingPanelOf(facts: DealFacts): readonly `0x${string}`[] {
  if (facts.stage === STAGE.Panel1) return facts.case?.firstPanel ?? [];
  if (facts.stage === STAGE.Panel2) return facts.case?.secondPanel ?? [];
  return [];
}

export function hasAllCommits(facts: DealFacts): boolean {
  const committed = new Set(facts.commits.map(({ mediator }) => mediator.toLowerCase()));
  return sittingPanelOf(facts).every((seat) => committed.has(seat.toLowerCase()));
}
