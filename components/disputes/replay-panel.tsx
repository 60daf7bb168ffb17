'use client';

import dynamic from 'next/dynamic';
import { useDealEvents } from '@/components/deals/use-deal-events.client';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { useIdle } from '@/components/ui/use-idle';
import type { CaseTitles } from './case-titles';

const loading = () => <Skeleton className="h-11" />;

/** It folds events anew, which takes the code of the chain's words with it: loaded behind the page. */
const ReplaySlider = dynamic(async () => (await import('./replay-slider')).ReplaySlider, {
  ssr: false,
  loading,
});

interface ReplayPanelProps {
  dealId: `0x${string}`;
  /** Events by now. */
  count: number;
  titles: CaseTitles;
}

export function ReplayPanel(props: ReplayPanelProps) {
  return useIdle() ? <Replay {...props} /> : loading();
}

function Replay({ dealId, count, titles }: ReplayPanelProps) {
  const events = useDealEvents(dealId, count);
  if (events.data) return <ReplaySlider events={events.data} titles={titles} />;
  if (!events.isError) return loading();
  return (
    <p className="flex flex-wrap items-center justify-between gap-2 text-muted">
      The events could not be read.
      <Button size="sm" variant="secondary" onClick={() => void events.refetch()}>
        Try again
      </Button>
    </p>
  );
}
