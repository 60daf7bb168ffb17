import { SEAT_RECORD, STAGE, type Stage, VERDICT } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { INPUTS_UNAVAILABLE, sealOf } from '../execution/result-digest';
import { sameHex } from '../shared/address';

/** One mediator of a panel and what it did. */
export interface SeatStory {
  readonly mediator: `0x${string}`;
  /** `silent`: its panel is over and it never committed; `absent`: and was judged so. */
  readonly state:
    | 'drawn'
    | 'committed'
    | 'matched'
    | 'differs'
    | 'unavailable'
    | 'silent'
    | 'absent';
  /** When its panel was seated, Unix seconds. */
  readonly drawnAt: number | undefined;
  /** While its panel sits: the last moment for a commit. */
  readonly commitBy: number | undefined;
  readonly seal: `0x${string}` | undefined;
  readonly committedAt: number | undefined;
  /** The result digest behind its seal, as far as the verdict lets one tell. */
  readonly digest: `0x${string}` | undefined;
  readonly fee: bigint | undefined;
  readonly slashed: bigint | undefined;
}

/** The seats of a deal's panels; the second is empty where there was no appeal. */
export interface PanelStories {
  readonly first: readonly SeatStory[];
  readonly second: readonly SeatStory[];
}

/**
 * The seats of each panel. A seal hides its result; once a verdict has shown the digest, anybody can
 * compute which seals stand for it, and which for "inputs unavailable".
 */
export function panelStories(record: DealRecord): PanelStories {
  const { firstPanel = [], secondPanel = [] } = record.case ?? {};
  const seated = record.history.filter(({ name }) => name === 'PanelSeated');
  const bench = (stage: Stage, index: number): Bench => ({
    drawnAt: seated[index]?.timestamp,
    commitBy: record.stage === stage ? record.case?.deadline : undefined,
  });
  const first = bench(STAGE.Panel1, 0);
  const second = bench(STAGE.Panel2, 1);
  return {
    first: firstPanel.map((mediator) => seatStory(record, mediator, first)),
    second: secondPanel.map((mediator) => seatStory(record, mediator, second)),
  };
}

/** A seat's state at `now`, Unix seconds: a deadline passes without an event. */
export function seatStateAt({ state, commitBy }: SeatStory, now: number): SeatStory['state'] {
  return state === 'drawn' && commitBy !== undefined && now > commitBy ? 'silent' : state;
}

type Bench = Pick<SeatStory, 'drawnAt' | 'commitBy'>;

function seatStory(record: DealRecord, mediator: `0x${string}`, bench: Bench): SeatStory {
  const { dealId } = record;
  const facts = record.case;
  const commit = record.commits.find((entry) => sameHex(entry.mediator, mediator));
  const settled = record.seats.find((entry) => sameHex(entry.mediator, mediator));
  const known = facts !== undefined && BigInt(facts.digest) !== 0n;
  const verdict = known ? sealOf(dealId, mediator, facts.digest, facts.fuelFound) : undefined;
  const isJudged =
    facts !== undefined &&
    (facts.firstVerdict !== VERDICT.None || facts.secondVerdict !== VERDICT.None);
  const unavailable = sealOf(dealId, mediator, INPUTS_UNAVAILABLE, 0n);
  const matches = commit && verdict ? sameHex(commit.seal, verdict) : false;
  return {
    mediator,
    ...bench,
    state: stateOf(),
    seal: commit?.seal,
    committedAt: commit?.at,
    digest: matches ? facts?.digest : undefined,
    fee: settled?.fee,
    slashed: settled?.slashed,
  };

  function stateOf(): SeatStory['state'] {
    if (!commit) {
      if (settled?.record === SEAT_RECORD.Absent) return 'absent';
      return bench.commitBy === undefined ? 'silent' : 'drawn';
    }
    if (matches) return 'matched';
    // A verdict that the inputs cannot be had shows no digest, and its seals all the same.
    if (!isJudged) return 'committed';
    return sameHex(commit.seal, unavailable) ? 'unavailable' : 'differs';
  }
}
