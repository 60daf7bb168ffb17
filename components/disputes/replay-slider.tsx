'use client';

import { useEffect, useState } from 'react';
import { DealChip } from '@/components/deals/deal-chip';
import { DealTimeline } from '@/components/deals/deal-timeline';
import { MoneyPanel } from '@/components/deals/money-panel';
import { Slider } from '@/components/ui/slider';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { DealEventItem } from '@/lib/deals/deals.query';
import { panelStories } from '@/lib/disputes/seat-story.view';
import { formatDuration } from '@/lib/shared/time.view';
import { ClaimAnswer } from './claim-answer';
import { PanelsSeated } from './panel-seats';
import { recordAfter } from './replay';
import { type PastParts, useReplay } from './replayed';
import { VerdictBox } from './verdict-box';

export interface ReplaySliderProps {
  events: readonly DealEventItem[];
}

/** Goes back and forth through all that happened to a deal. */
export function ReplaySlider({ events }: ReplaySliderProps) {
  const { show } = useReplay();
  const count = events.length;
  const [chosen, setChosen] = useState<number>();
  const shown = Math.min(chosen ?? count, count);
  // A chain that is reorganised takes events back, and the moment that was looked at with them.
  useEffect(() => {
    if (chosen === undefined || chosen < count) return;
    setChosen(undefined);
    show(undefined);
  }, [chosen, count, show]);
  const after = (events[shown - 1]?.at ?? 0) - (events[0]?.at ?? 0);
  const text = shown === count ? 'now' : `${formatDuration(after)} after the match`;
  const choose = (next: number) => {
    const past = next === count ? undefined : recordAfter(events, next);
    setChosen(past && next);
    show(past && partsOf(past));
  };
  return (
    <div className="flex flex-col gap-1">
      <Slider
        label="Event of the deal"
        value={shown}
        min={1}
        max={count}
        valueText={`after event ${shown} of ${count}, ${text}`}
        onValueChange={choose}
      />
      <p className="tabular flex justify-between text-muted text-xs">
        <span>
          {shown} of {count} events
        </span>
        <span>{text}</span>
      </p>
    </div>
  );
}

function partsOf(record: DealRecord): PastParts {
  return {
    chip: <DealChip facts={record} />,
    claim: record.case ? <ClaimAnswer record={record} /> : null,
    seats: <PanelsSeated panels={panelStories(record)} isReseated={record.case?.reseated} />,
    money: <MoneyPanel record={record} />,
    verdict: <VerdictBox record={record} />,
    timeline: <DealTimeline record={record} />,
  };
}
