import { SEAT_RECORD } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { INPUTS_UNAVAILABLE, sealOf } from '../execution/result-digest';
import { sameHex } from '../shared/address';

/** One mediator of a panel and what it did. */
export interface SeatStory {
  readonly mediator: `0x${string}`;
  readonly state: 'drawn' | 'committed' | 'matched' | 'differs' | 'unavailable' | 'absent';
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
  return {
    first: firstPanel.map((mediator) => seatStory(record, mediator)),
    second: secondPanel.map((mediator) => seatStory(record, mediator)),
  };
}

function seatStory(record: DealRecord, mediator: `0x${string}`): SeatStory {
  const { dealId } = record;
  const facts = record.case;
  const commit = record.commits.find((entry) => sameHex(entry.mediator, mediator));
  const settled = record.seats.find((entry) => sameHex(entry.mediator, mediator));
  const known = facts !== undefined && BigInt(facts.digest) !== 0n;
  const verdict = known ? sealOf(dealId, mediator, facts.digest, facts.fuelFound) : undefined;
  const unavailable = sealOf(dealId, mediator, INPUTS_UNAVAILABLE, 0n);
  const matches = commit && verdict ? sameHex(commit.seal, verdict) : false;
  return {
    mediator,
    state: stateOf(),
    seal: commit?.seal,
    committedAt: commit?.at,
    digest: matches ? facts?.digest : undefined,
    fee: settled?.fee,
    slashed: settled?.slashed,
  };

  function stateOf(): SeatStory['state'] {
    if (!commit) return settled?.record === SEAT_RECORD.Absent ? 'absent' : 'drawn';
    if (matches) return 'matched';
    if (!known) return 'committed';
    return sameHex(commit.seal, unavailable) ? 'unavailable' : 'differs';
  }
}
