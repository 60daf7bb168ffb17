import { SEAT_RECORD, type SeatRecord } from '../chain/deal-facts';
import type { DealTone } from '../deals/deal-status.view';
import { percentText } from '../shared/percent.view';

/** How many settled seats were with the final majority, and how many were not. */
type Judged = {
  readonly matched: number;
  readonly outvoted: number;
  readonly saidUnavailable: number;
};

/** How often a mediator committed what the final majority found: share and of how many. */
export function agreementView(record: Judged): { share: string; note: string | undefined } {
  const judged = record.matched + record.outvoted + record.saidUnavailable;
  if (judged === 0) return { share: '–', note: undefined };
  const percent = (record.matched / judged) * 100;
  // 199 of 200 is not all of them.
  const shown = record.matched < judged ? Math.min(percent, 99.9) : percent;
  return {
    share: percentText(shown.toFixed(1).replace(/\.0$/, '')),
    note: `${record.matched} of ${judged} ${judged === 1 ? 'seat' : 'seats'}`,
  };
}

const SEAT_WORDS: Record<SeatRecord, { tone: DealTone; word: string }> = {
  [SEAT_RECORD.Absent]: { tone: 'wrong', word: 'No-show' },
  [SEAT_RECORD.Matched]: { tone: 'safe', word: 'With the majority' },
  [SEAT_RECORD.Outvoted]: { tone: 'wrong', word: 'Outvoted' },
  [SEAT_RECORD.SaidUnavailable]: { tone: 'attention', word: 'Said unavailable' },
  [SEAT_RECORD.Released]: { tone: 'neutral', word: 'Released' },
};

/** What became of one seat; `record` null while its deal lives. */
export function seatView(seat: {
  readonly record: SeatRecord | null;
  readonly committedAt: number | null;
}): { tone: DealTone; word: string } {
  if (seat.record !== null) return SEAT_WORDS[seat.record];
  return seat.committedAt === null
    ? { tone: 'attention', word: 'To commit' }
    : { tone: 'running', word: 'Committed' };
}
