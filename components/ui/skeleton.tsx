import { cn } from '@/lib/shared/class-names';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('skeleton', className)} />;
}

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3'];

/** Rows of a table that is on its way. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y divide-border">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className="flex h-11 items-center gap-6 px-4">
          <Skeleton className="w-24" />
          <Skeleton className={WIDTHS[row % WIDTHS.length] ?? ''} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}
