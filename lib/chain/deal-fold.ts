import type { Address, Hex } from 'viem';
import { resourceDirectoriesOf } from '../offers/match-item';
import { ZERO_BYTES32 } from '../shared/address';
import { reachVerdict, seatPanel } from './case-steps';
import type { DealEvent, DealEventArgs, DealEventName, EventPlace } from './deal-event';
import {
  CAUSE,
  type Case,
  NO_CASE,
  type Outcome,
  type Payout,
  type Post,
  type SeatRecord,
  STAGE,
  type Stage,
  unpackWork,
  type Work,
} from './deal-facts';
import { type PackedTerms, type Terms, unpackTerms } from './terms';

export type Commit = { readonly mediator: Address; readonly seal: Hex; readonly at: number };

export type SettledSeat = {
  readonly mediator: Address;
  readonly record: SeatRecord;
  readonly fee: bigint;
  readonly slashed: bigint;
};

export type DealMoment = EventPlace & { readonly name: DealEventName };

/**
 * One deal as its events tell it: everything that the next call replays, and what screens show.
 * Times in seconds, amounts in the token's smallest unit.
 */
export type DealRecord = {
  readonly dealId: Hex;
  readonly terms: Terms;
  readonly packedTerms: PackedTerms;
  readonly jobOfferHash: Hex;
  readonly resourceOfferHash: Hex;
  readonly work: Work;
  /** Who signed the input receipt. */
  readonly directory: Address;
  readonly jobDirectories: readonly Address[];
  readonly resourceDirectories: readonly Address[];
  readonly stage: Stage;
  readonly post?: Post;
  readonly postedAt?: number;
  readonly case?: Case;
  readonly caseOpenedAt?: number;
  /** Commits of both panels, in order. */
  readonly commits: readonly Commit[];
  readonly seats: readonly SettledSeat[];
  readonly outcome?: Outcome;
  readonly price?: bigint;
  readonly payout?: Payout;
  /** The job offer may be matched again. */
  readonly jobFree?: boolean;
  readonly settledAt?: number;
  readonly history: readonly DealMoment[];
};

/**
 * A deal after one more of its events. The first must be DealMatched.
 *
 * @throws Error when the first event is another one (the reader missed the deal's start)
 */
export function foldDeal(record: DealRecord | undefined, event: DealEvent): DealRecord {
  if (event.name === 'DealMatched') return startRecord(event.args, event.place);
  if (!record) throw new Error(`${event.name} of a deal whose match was not read`);
  const moment: DealMoment = { name: event.name, ...event.place };
  return { ...step(record, event), history: [...record.history, moment] };
}

/** Folds a deal's whole history; undefined for none. */
export function foldDealEvents(events: readonly DealEvent[]): DealRecord | undefined {
  return events.reduce<DealRecord | undefined>(foldDeal, undefined);
}

function startRecord(args: DealEventArgs['DealMatched'], place: EventPlace): DealRecord {
  return {
    dealId: args.dealId,
    terms: unpackTerms(args.terms),
    packedTerms: args.terms,
    jobOfferHash: args.jobOfferHash,
    resourceOfferHash: args.resourceOfferHash,
    work: unpackWork(args.work),
    directory: args.directory,
    jobDirectories: args.jobDirectories,
    resourceDirectories: resourceDirectoriesOf(args),
    stage: STAGE.Matched,
    commits: [],
    seats: [],
    history: [{ name: 'DealMatched', ...place }],
  };
}

function step(
  record: DealRecord,
  { name, args, place }: Exclude<DealEvent, { name: 'DealMatched' }>,
): DealRecord {
  switch (name) {
    case 'ResultPosted':
      return { ...record, stage: args.post.stage, post: args.post, postedAt: place.timestamp };
    case 'DealCleared':
      return cleared(record, args.secretShown);
    case 'CaseOpened': {
      const { cause, seedBlock, seed, deadline, secretShown } = args;
      const stage = cause === CAUSE.Dispute ? STAGE.Disputed : STAGE.Drawn;
      const opened = { ...posted(record), secretShown };
      const changed = inCase(record, { stage, cause, seedBlock, seed, deadline });
      return { ...changed, post: opened, caseOpenedAt: place.timestamp };
    }
    case 'SeedRenewed':
      return inCase(record, { seedBlock: args.seedBlock });
    case 'PanelSeated':
      return inCase(record, seatPanel(caseOf(record), args));
    case 'VerdictReached':
      return inCase(record, reachVerdict(caseOf(record), args));
    case 'PanelReseated':
      return inCase(record, { stage: STAGE.Reseated, reseated: true, ...waiting(args) });
    case 'VerdictAppealed': {
      const { appellant } = args;
      return inCase(record, { stage: STAGE.Appealed, appellant, ...waiting(args) });
    }
    case 'VerdictCommitted': {
      const commit = { mediator: args.mediator, seal: args.seal, at: place.timestamp };
      return { ...record, commits: [...record.commits, commit] };
    }
    case 'SeatSettled': {
      const { mediator, record: judged, fee, slashed } = args;
      return { ...record, seats: [...record.seats, { mediator, record: judged, fee, slashed }] };
    }
    case 'DealSettled': {
      const { outcome, price, payout, jobFree } = args;
      const settledAt = place.timestamp;
      return { ...record, stage: STAGE.Settled, outcome, price, payout, jobFree, settledAt };
    }
  }
}

function posted({ post, dealId }: DealRecord): Post {
  if (!post) throw new Error(`Deal ${dealId} goes on without a result that was read`);
  return post;
}

function cleared(record: DealRecord, secretShown: boolean): DealRecord {
  const stage = STAGE.Cleared;
  return { ...record, stage, post: { ...posted(record), stage, secretShown } };
}

function caseOf(record: DealRecord): Case {
  return record.case ?? NO_CASE;
}

function inCase(record: DealRecord, change: Partial<Case>): DealRecord {
  const changed: Case = { ...caseOf(record), ...change };
  return { ...record, stage: changed.stage, case: changed };
}

/** A panel has to be seated: its seed is still to come. */
function waiting({ seedBlock, deadline }: DealEventArgs['PanelReseated']): Partial<Case> {
  return { seedBlock, deadline, seed: ZERO_BYTES32 };
}
