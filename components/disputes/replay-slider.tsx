'use client';

import { useState } from 'react';
import { Slider } from '@/components/ui/slider';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { DealEventItem } from '@/lib/deals/deals.query';
import { type PanelStories, panelStories } from '@/lib/disputes/seat-story.view';
import { formatDuration } from '@/lib/shared/time.view';
import { recordAfter } from './replay';

/** A deal as it was after one of its events. */
export interface PastDeal {
  readonly record: DealRecord;
  readonly panels: PanelStories;
}

interface ReplaySliderProps {
  events: readonly DealEventItem[];
  record: DealRecord;
  /** The deal as it was after the chosen event; undefined: as it is. */
  onChange: (past: PastDeal | undefined) => void;
}

/** Goes back and forth through all that happened to a deal. */
export function ReplaySlider({ events, record, onChange }: ReplaySliderProps) {
  const count = events.length;
  const [chosen, setChosen] = useState<number>();
  const shown = chosen ?? count;
  const last = record.history.at(-1);
  const after = last ? last.timestamp - record.terms.matchedAt : 0;
  const text = shown === count ? 'now' : `${formatDuration(after)} after the match`;
  const choose = (next: number) => {
    const isNow = next === count;
    setChosen(isNow ? undefined : next);
    if (isNow) return onChange(undefined);
    const past = recordAfter(events, next);
    onChange(past && { record: past, panels: panelStories(past) });
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
