import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

export interface KeyValue {
  key: string;
  value: ReactNode;
  /** Small print under the value. */
  note?: ReactNode;
}

/** Facts, one a line: the name left, the value right-aligned, beside it as long as 7 rem are free. */
export function KeyValueList({
  items,
  className,
}: {
  items: readonly KeyValue[];
  className?: string;
}) {
  return (
    <dl className={cn('divide-y divide-border', className)}>
      {items.map((item) => (
        <div
          key={item.key}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2 first:pt-0 last:pb-0"
        >
          <dt className="text-muted">{item.key}</dt>
          <dd className="tabular min-w-min max-w-full flex-[1_1_7rem] text-right wrap-anywhere">
            {item.value}
            {item.note ? <div className="text-muted text-xs">{item.note}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
