import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

export interface StatItem {
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

/** Figures side by side behind hairlines; in several rows, none of which has an empty place. */
export function StatStrip({
  items,
  label,
  className,
}: {
  items: readonly StatItem[];
  label: string;
  className?: string;
}) {
  return (
    <dl
      aria-label={label}
      className={cn(
        'grid grid-cols-2 overflow-hidden rounded-md border border-border bg-surface lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none',
        items.length > 4 ? 'sm:grid-cols-6' : 'sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none',
        className,
      )}
    >
      {items.map((item, index) => (
        <div
          key={item.label}
          className={cn(
            '-mr-px -mb-px flex flex-col gap-0.5 border-border border-r border-b px-4 py-3 lg:col-span-1',
            widthOf(index, items.length),
          )}
        >
          <dt className="text-muted text-xs">{item.label}</dt>
          <dd className="tabular font-medium text-lg">{item.value}</dd>
          {item.note ? <dd className="text-muted text-xs">{item.note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

/**
 * On a phone two figures a row, an odd last one alone; then, of six columns, three a row, and two in as
 * many of the last rows as it takes to fill them.
 */
function widthOf(index: number, count: number): string {
  const onPhone = count % 2 === 1 && index === count - 1 ? 'col-span-2' : '';
  if (count <= 4) return `${onPhone} sm:col-span-1`;
  const inPairs = 2 * ((3 - (count % 3)) % 3);
  return `${onPhone} ${index < count - inPairs ? 'sm:col-span-2' : 'sm:col-span-3'}`;
}
