'use client';

import { useAtNow } from '@/components/ui/now';
import { StateChip, type Tone } from '@/components/ui/state-chip';
import { Countdown } from '@/components/ui/time';
import { type SeatStory, seatStateAt } from '@/lib/disputes/seat-story.view';
import { SeatRun } from './seat-run';

const STATES: Record<SeatStory['state'], { tone: Tone; word: string }> = {
  drawn: { tone: 'running', word: 'Drawn, not committed yet' },
  committed: { tone: 'running', word: 'Committed' },
  matched: { tone: 'safe', word: 'In the majority' },
  differs: { tone: 'wrong', word: 'Another result' },
  unavailable: { tone: 'attention', word: 'Inputs unavailable' },
  silent: { tone: 'attention', word: 'Did not commit' },
  absent: { tone: 'attention', word: 'Absent' },
};

/** What a seat did so far; a deadline that passes changes it without an event. */
export function SeatChip({ seat }: { seat: SeatStory }) {
  const state = useAtNow((now) => seatStateAt(seat, now));
  const { tone, word } = STATES[state];
  return (
    <StateChip tone={tone} size="sm">
      {word}
    </StateChip>
  );
}

/** Of a seat without a commit: how long it has, and how far it says that its run is. */
export function SeatClock({ dealId, seat }: { dealId: `0x${string}`; seat: SeatStory }) {
  const state = useAtNow((now) => seatStateAt(seat, now));
  if (state !== 'drawn' || seat.commitBy === undefined) return <p>It sealed no result in time</p>;
  return (
    <>
      <p>
        must commit within <Countdown at={seat.commitBy} className="text-text" />
      </p>
      <SeatRun dealId={dealId} mediator={seat.mediator} />
    </>
  );
}
