'use client';

import { useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { DealChip } from '@/components/deals/deal-chip';
import { DealTimeline } from '@/components/deals/deal-timeline';
import { MoneyPanel } from '@/components/deals/money-panel';
import { FrozenNow } from '@/components/ui/now';
import { Slider } from '@/components/ui/slider';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { DealEventItem } from '@/lib/deals/deals.query';
import { panelStories } from '@/lib/disputes/seat-story.view';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatDuration } from '@/lib/shared/time.view';
import type { CaseTitles } from './case-titles';
import { ClaimAnswer } from './claim-answer';
import { PanelsSeated } from './panel-seats';
import { momentOf, recordAfter } from './replay';
import { type PastParts, useReplay } from './replayed';
import { VerdictBox } from './verdict-box';

export interface ReplaySliderProps {
  events: readonly DealEventItem[];
  titles: CaseTitles;
}

/** The moment that is looked at is in the address, to be shared: `?event=3`. */
function keepMoment(event: number | undefined): void {
  const url = new URL(window.location.href);
  if (event === undefined) url.searchParams.delete('event');
  else url.searchParams.set('event', `${event}`);
  window.history.replaceState(null, '', url);
}

/** Goes back and forth through all that happened to a deal. */
export function ReplaySlider({ events, titles }: ReplaySliderProps) {
  const { show } = useReplay();
  const { tokenSymbol } = usePublicConfig();
  const count = events.length;
  // A chain that is reorganised takes events back, and the moment that was looked at with them.
  const chosen = momentOf(useSearchParams().get('event'), count);
  const shown = chosen ?? count;
  const last = useRef<string>(undefined);
  useEffect(() => {
    const at = events[shown - 1]?.at ?? 0;
    const key = `${chosen} ${at}`;
    if (last.current === key) return;
    last.current = key;
    const past = chosen === undefined ? undefined : recordAfter(events, chosen);
    show(past && partsOf(past, at, { unit: tokenSymbol, titles }));
  }, [events, chosen, shown, show, tokenSymbol, titles]);
  const after = (events[shown - 1]?.at ?? 0) - (events[0]?.at ?? 0);
  const text = shown === count ? 'now' : `${formatDuration(after)} after the match`;
  return (
    <div className="flex flex-col gap-1">
      <Slider
        label="Event of the deal"
        value={shown}
        min={1}
        max={count}
        valueText={`after event ${shown} of ${count}, ${text}`}
        onValueChange={(next) => keepMoment(next === count ? undefined : next)}
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

function partsOf(
  record: DealRecord,
  at: number,
  { unit, titles }: { unit: string; titles: CaseTitles },
): PastParts {
  const then = (part: ReactNode) => <FrozenNow at={at}>{part}</FrozenNow>;
  return {
    title: record.case ? titles.since : titles.before,
    chip: then(<DealChip facts={record} />),
    claim: record.case ? <ClaimAnswer record={record} /> : null,
    seats: then(
      <PanelsSeated dealId={record.dealId} panels={panelStories(record)} facts={record.case} />,
    ),
    money: then(<MoneyPanel record={record} unit={unit} />),
    verdict: <VerdictBox record={record} />,
    timeline: then(<DealTimeline record={record} unit={unit} />),
  };
}
