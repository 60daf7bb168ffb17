import type { Uptime } from '@/lib/offers/uptime';
import { cn } from '@/lib/shared/class-names';
import { percentText } from '@/lib/shared/percent.view';

const DAY_MS = 86_400_000;

/** A bar a day, as high as the machine was on; a dot where nothing was measured. */
export function UptimeBars({ uptime, className }: { uptime: Uptime; className?: string }) {
  const { percent, days } = uptime;
  if (percent === null) return <span className="text-muted text-xs">not measured</span>;
  return (
    <span className={cn('inline-flex items-end gap-1.5', className)} title={words(uptime)}>
      <span aria-hidden className="flex h-4 items-end gap-px">
        {days.map(({ day, share }) => (
          <span
            key={day}
            className={cn(
              'w-1 rounded-[1px]',
              share === null ? 'bg-border' : share >= 0.95 ? 'bg-safe' : 'bg-attention',
            )}
            style={{ height: share === null ? 2 : `${Math.max(12, share * 100)}%` }}
          />
        ))}
      </span>
      <span className="tabular text-xs">{shareText(percent)}</span>
      <span className="sr-only">{words(uptime)}</span>
    </span>
  );
}

function shareText(percent: number): string {
  // 99.96 is not 100.
  return percentText(percent >= 100 ? 100 : (Math.floor(percent * 10) / 10).toFixed(1));
}

function words({ days }: Uptime): string {
  const parts = days.map(({ day, share }) => {
    const date = new Date(day * DAY_MS).toISOString().slice(5, 10);
    return `${date}: ${share === null ? 'not measured' : shareText(share * 100)}`;
  });
  return `On, as its tickets show. ${parts.join(', ')}`;
}
