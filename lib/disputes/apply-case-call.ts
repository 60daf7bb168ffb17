import type { Address, Hex } from 'viem';
import { reachVerdict, seatPanel } from '../chain/case-steps';
import { type Membership, servesIn } from '../chain/court-fold';
import { CAUSE, type Post, STAGE, VERDICT, type Verdict } from '../chain/deal-facts';
import { isRejection, type Rejection, reject } from '../chain/market-error-name';
import { stakesOf } from '../chain/terms';
import { recordDraw } from '../deals/apply-deal-call';
import {
  type Applied,
  actsFor,
  type CallContext,
  isBeforeCase,
  settledBy,
} from '../deals/call-context';
import { panelDeadlineOf } from '../deals/deal-deadlines';
import type { DealFacts } from '../deals/deal-state';
import { awaitSeats, openCase, withCase } from '../deals/open-case';
import { hasAllCommits, sittingPanelOf } from '../deals/transitions';
import { INPUTS_UNAVAILABLE, sealOf } from '../execution/result-digest';
import { courtIdOf, membersHashOf } from '../offers/offer-hash';
import { type CourtTerms, VERIFICATION } from '../offers/offer-types';
import { appealLockOf, seatLockOf } from '../offers/price';
import { includesHex, sameHex } from '../shared/address';
import { choosePanel, seatsOf } from './panel';
import { type CaseFacts, settleVerdict, settleVoid } from './settle-case';

/** Rows 8 to 15 of PROTOCOL section 6. */
export type CaseCall =
  | { readonly name: 'dispute' }
  | {
      readonly name: 'seat';
      readonly members: readonly Address[];
      readonly courtTerms: CourtTerms;
    }
  | { readonly name: 'commitVerdict'; readonly mediator: Address; readonly seal: Hex }
  | { readonly name: 'resolve'; readonly digest: Hex; readonly fuelUsed: bigint }
  | {
      readonly name: 'commitAndResolve';
      readonly mediator: Address;
      readonly digest: Hex;
      readonly fuelUsed: bigint;
    }
  | { readonly name: 'reseat' }
  | { readonly name: 'appeal' }
  | { readonly name: 'settle' }
  | { readonly name: 'voidDeal' };

export type CaseContext = CallContext & {
  readonly membershipOf: (court: Hex, member: Address) => Membership | undefined;
  readonly freeStakeOf: (mediator: Address) => bigint;
};

/** The contract's answer to a call on a deal's case: the twin of Panels.sol. */
export function applyCaseCall(
  facts: DealFacts,
  call: CaseCall,
  context: CaseContext,
): Applied | Rejection {
  if (call.name === 'dispute') return applyDispute(facts, context);
  if (call.name === 'seat' && facts.post && isBeforeCase(facts)) {
    return applyDrawnSeat(facts, facts.post, call, context);
  }
  if (!isInCase(facts)) return reject('Market_NotLive');
  switch (call.name) {
    case 'seat':
      return applySeat(facts, call, context);
    case 'commitVerdict':
      return applyCommit(facts, call, context);
    case 'commitAndResolve':
      return applyCommitAndResolve(facts, call, context);
    case 'resolve':
      return applyResolve(facts, call, context);
    case 'reseat':
      return applyReseat(facts, context);
    case 'appeal':
      return applyAppeal(facts, context);
    case 'settle':
      return applySettle(facts, context);
    case 'voidDeal':
      return applyVoid(facts, context);
  }
}

function isInCase(facts: DealFacts): facts is CaseFacts {
  return facts.case !== undefined && facts.post !== undefined && facts.stage !== STAGE.Settled;
}

function applyDispute(facts: DealFacts, context: CaseContext): Applied | Rejection {
  const { terms, post } = facts;
  if (!post || !isBeforeCase(facts)) return reject('Market_NotLive');
  if (!sameHex(context.caller, terms.buyer)) return reject('Market_NotBuyer');
  if (terms.verification === VERIFICATION.none) return reject('Market_NotVerified');
  if (context.now > post.reviewEndsAt) return reject('Market_DeadlinePassed');
  const amount = stakesOf(terms).value;
  if (amount > context.availableOf(terms.buyer)) return reject('Market_BalanceTooLow');
  return {
    facts: openCase(facts, STAGE.Disputed, CAUSE.Dispute, context),
    locked: { who: terms.buyer, amount },
  };
}

/** A Posted deal is drawn first, and seated at once where the draw hits. */
function applyDrawnSeat(
  facts: DealFacts,
  post: Post,
  call: Extract<CaseCall, { name: 'seat' }>,
  context: CaseContext,
): Applied | Rejection {
  if (post.stage !== STAGE.Posted) return reject('Market_WrongStage');
  const drawn = recordDraw(facts, post, undefined, context);
  if (isRejection(drawn)) return drawn;
  if (!isInCase(drawn.facts)) return reject('Market_NotHit');
  return applySeat(drawn.facts, call, context);
}

function applySeat(
  facts: CaseFacts,
  { members, courtTerms }: Extract<CaseCall, { name: 'seat' }>,
  context: CaseContext,
): Applied | Rejection {
  const { terms, stage } = facts;
  const isFirst = stage === STAGE.Drawn || stage === STAGE.Disputed;
  if (!isFirst && stage !== STAGE.Reseated && stage !== STAGE.Appealed) {
    return reject('Market_WrongStage');
  }
  if (context.now > facts.case.deadline) return reject('Market_DeadlinePassed');
  if (!sameHex(courtIdOf(membersHashOf(members), courtTerms), terms.court)) {
    return reject('Market_WrongCourt');
  }
  let { seed } = facts.case;
  if (BigInt(seed) === 0n) {
    if (context.blockNumber <= facts.case.seedBlock) return reject('Market_BlockNotReached');
    const read = context.blockHash(facts.case.seedBlock);
    if (!read) return { facts: withCase(facts, { seedBlock: context.blockNumber + 2n }) };
    seed = read;
  }
  const round = isFirst ? 1 : 2;
  const needed = seatsOf(round, terms.n);
  const seatLock = seatLockOf(stakesOf(terms));
  const candidates = members.map((member) => ({
    member,
    serves: servesIn(context.membershipOf(terms.court, member), terms.matchedAt),
    freeStake: context.freeStakeOf(member),
  }));
  const panel = choosePanel(facts, candidates, { seed, round, needed, seatLock });
  if (panel.length < needed) return reject('Market_TooFewSeats');
  const deadline = panelDeadlineOf(terms, context.now, context.config);
  return {
    facts: withCase(facts, seatPanel(facts.case, { seed, deadline, panel })),
    seated: { seats: panel, amount: seatLock },
  };
}

function applyCommit(
  facts: CaseFacts,
  { mediator, seal }: Extract<CaseCall, { name: 'commitVerdict' }>,
  context: CaseContext,
): Applied | Rejection {
  if (!isPanel(facts)) return reject('Market_WrongStage');
  if (context.now > facts.case.deadline) return reject('Market_DeadlinePassed');
  if (!actsFor(context, mediator) || !includesHex(sittingPanelOf(facts), mediator)) {
    return reject('Market_NotSeat');
  }
  if (BigInt(seal) === 0n) return reject('Market_ZeroSeal');
  if (facts.commits.some((commit) => sameHex(commit.mediator, mediator))) {
    return reject('Market_AlreadyCommitted');
  }
  return { facts: { ...facts, commits: [...facts.commits, { mediator, seal }] } };
}

function applyCommitAndResolve(
  facts: CaseFacts,
  { mediator, digest, fuelUsed }: Extract<CaseCall, { name: 'commitAndResolve' }>,
  context: CaseContext,
): Applied | Rejection {
  const seal = sealOf(facts.dealId, mediator, digest, fuelUsed);
  const committed = applyCommit(facts, { name: 'commitVerdict', mediator, seal }, context);
  if (isRejection(committed)) return committed;
  const claim = { name: 'resolve', digest, fuelUsed } as const;
  return applyResolve(committed.facts as CaseFacts, claim, context);
}

function applyResolve(
  facts: CaseFacts,
  { digest, fuelUsed }: Extract<CaseCall, { name: 'resolve' }>,
  { now, config }: CaseContext,
): Applied | Rejection {
  if (!isPanel(facts)) return reject('Market_WrongStage');
  const panel = sittingPanelOf(facts);
  const matching = facts.commits.filter(
    ({ mediator, seal }) =>
      includesHex(panel, mediator) &&
      sameHex(seal, sealOf(facts.dealId, mediator, digest, fuelUsed)),
  ).length;
  if (!hasAllCommits(facts) && now <= facts.case.deadline) return reject('Market_PanelOpen');
  if (2 * matching <= panel.length) return reject('Market_NoMajority');
  const verdict = verdictOf(facts, digest, fuelUsed);
  if (verdict === undefined) return reject('Market_FuelAboveLimit');
  const deadline = facts.stage === STAGE.Panel1 ? now + config.appealWindow : now;
  const found = { verdict, digest, fuelUsed, deadline };
  return { facts: withCase(facts, reachVerdict(facts.case, found)) };
}

/** Right = the provider's seal holds the majority's digest and fuel; undefined = not a valid claim. */
function verdictOf(facts: CaseFacts, digest: Hex, fuelUsed: bigint): Verdict | undefined {
  const { dealId, terms, post } = facts;
  if (sameHex(digest, INPUTS_UNAVAILABLE)) {
    return fuelUsed === 0n ? VERDICT.InputsUnavailable : undefined;
  }
  const isRight =
    post.fuelUsed === fuelUsed &&
    sameHex(post.seal, sealOf(dealId, terms.provider, digest, fuelUsed));
  return isRight ? VERDICT.Upheld : VERDICT.Overturned;
}

function applyReseat(facts: CaseFacts, context: CaseContext): Applied | Rejection {
  if (facts.stage !== STAGE.Panel1) return reject('Market_WrongStage');
  if (!isOver(facts, context, context.config.grace)) return reject('Market_DeadlineNotPassed');
  return { facts: withCase(facts, { reseated: true, ...awaitSeats(STAGE.Reseated, context) }) };
}

function applyAppeal(facts: CaseFacts, context: CaseContext): Applied | Rejection {
  const { terms } = facts;
  const { caller } = context;
  if (facts.stage !== STAGE.Verdict1) return reject('Market_WrongStage');
  if (isOver(facts, context)) return reject('Market_DeadlinePassed');
  const { firstVerdict } = facts.case;
  const asBuyer = sameHex(caller, terms.buyer) && firstVerdict !== VERDICT.Overturned;
  const asProvider = sameHex(caller, terms.provider) && firstVerdict !== VERDICT.Upheld;
  if (!asBuyer && !asProvider) return reject('Market_NotAppellant');
  const amount = appealLockOf(stakesOf(terms));
  if (amount > context.availableOf(caller)) return reject('Market_BalanceTooLow');
  return {
    facts: withCase(facts, { appellant: caller, ...awaitSeats(STAGE.Appealed, context) }),
    locked: { who: caller, amount },
  };
}

function applySettle(facts: CaseFacts, context: CaseContext): Applied | Rejection {
  const { stage } = facts;
  if (stage === STAGE.Verdict1 || stage === STAGE.Appealed) {
    if (!isOver(facts, context)) return reject('Market_DeadlineNotPassed');
  } else if (stage === STAGE.Panel2 && !facts.case.reseated) {
    if (!isOver(facts, context, context.config.grace)) return reject('Market_DeadlineNotPassed');
  } else if (stage !== STAGE.Verdict2) {
    return reject('Market_WrongStage');
  }
  return settledBy(facts, settleVerdict(facts));
}

function applyVoid(facts: CaseFacts, context: CaseContext): Applied | Rejection {
  const { stage } = facts;
  if (stage === STAGE.Drawn || stage === STAGE.Disputed || stage === STAGE.Reseated) {
    if (!isOver(facts, context)) return reject('Market_DeadlineNotPassed');
  } else if (stage === STAGE.Panel2 && facts.case.reseated) {
    if (!isOver(facts, context, context.config.grace)) return reject('Market_DeadlineNotPassed');
  } else {
    return reject('Market_WrongStage');
  }
  return settledBy(facts, settleVoid(facts));
}

function isPanel({ stage }: CaseFacts): boolean {
  return stage === STAGE.Panel1 || stage === STAGE.Panel2;
}

function isOver(facts: CaseFacts, { now }: CaseContext, slack = 0): boolean {
  return now > facts.case.deadline + slack;
}
