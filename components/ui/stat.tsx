import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

export interface StatItem {
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

/** Figures side by side behind hairlines. */
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
        items.length > 4 ? 'sm:grid-cols-3' : 'sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none',
        className,
      )}
    >
      {items.map((item) => (
        <div
          key={item.label}
          className="-mr-px -mb-px flex flex-col gap-0.5 border-border border-r border-b px-4 py-3"
        >
          <dt className="text-muted text-xs">{item.label}</dt>
          <dd className="tabular font-medium text-lg">{item.value}</dd>
          {item.note ? <dd className="text-muted text-xs">{item.note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
