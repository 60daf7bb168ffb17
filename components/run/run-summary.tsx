'use client';

import { Amount } from '@/components/ui/amount';
import { KeyValueList } from '@/components/ui/key-value';
import { Skeleton } from '@/components/ui/skeleton';
import type { Windows } from '@/lib/env/public-config';
import { usualDeal } from '@/lib/offers/deal-windows';
import type { RunFigures } from '@/lib/offers/run-figures';
import { formatCount } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';

interface RunSummaryProps {
  runCount: number;
  figures: RunFigures | undefined;
  /** Whether what is missing is still being read, and not what no offer gives. */
  isPending: boolean;
  executionWindow: number;
  reviewWindow: number;
  windows: Windows;
}

/** Always in sight while buying: what it costs, what is locked, and when it comes back. */
export function RunSummary(props: RunSummaryProps) {
  const { runCount, figures, isPending, executionWindow, reviewWindow, windows } = props;
  if (!figures && !isPending) {
    return <p className="text-muted">No offer fits this run now, so there is no price for it.</p>;
  }
  if (!figures) {
    return (
      <div className="flex flex-col gap-3" role="status" aria-label="Reading what was signed">
        <Skeleton className="w-2/3" />
        <Skeleton />
        <Skeleton className="w-1/2" />
      </div>
    );
  }
  const usual = usualDeal({ executionWindow, reviewWindow }, windows);
  return (
    <KeyValueList
      items={[
        {
          key: 'Expected',
          value: <Amount value={figures.expected} className="font-medium text-base" />,
          note: runCount > 1 ? `for ${formatCount(runCount)} runs` : undefined,
        },
        {
          key: 'Most it can cost',
          value: <Amount value={figures.locked} />,
          note:
            figures.reserve === 0n ? undefined : (
              <>
                the run at most <Amount value={figures.value} />, plus{' '}
                <Amount value={figures.reserve} /> if it is audited
              </>
            ),
        },
        {
          key: 'Locked',
          value: <Amount value={figures.locked} />,
          note:
            figures.reserve === 0n ? (
              'nothing of it for mediators'
            ) : (
              <>
                <Amount value={figures.reserve} /> of it for mediators
              </>
            ),
        },
        {
          key: 'Rest is back within',
          value: formatDuration(usual),
          note: `at the latest ${formatDuration(figures.longest)}`,
        },
        {
          key: 'Who can end it early',
          value: 'You, by accepting',
          note:
            figures.reserve === 0n ? 'as soon as there is a result' : 'as soon as the draw is over',
        },
      ]}
    />
  );
}
