import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';
import { StateIcon, TONE_TEXT, type Tone } from './state-chip';

export interface TimelineItem {
  id: string;
  tone: Tone;
  title: ReactNode;
  time?: ReactNode;
  body?: ReactNode;
  /** Not happened yet: drawn hollow. */
  future?: boolean;
}

export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol aria-label={label}>
      {items.map((item, index) => (
        <li key={item.id} className="relative flex gap-3 pb-5 last:pb-0">
          {index < items.length - 1 ? (
            <span
              aria-hidden
              className={cn(
                'absolute top-6 bottom-0 left-[9px] w-px',
                items[index + 1]?.future ? 'border-border border-l border-dashed' : 'bg-border',
              )}
            />
          ) : null}
          <span
            className={cn(
              'mt-px flex size-[19px] shrink-0 items-center justify-center rounded-full bg-surface',
              item.future ? 'text-muted' : TONE_TEXT[item.tone],
            )}
          >
            <StateIcon
              tone={item.future ? 'neutral' : item.tone}
              className={cn(
                'size-[18px]',
                item.tone === 'running' && !item.future && 'animate-busy',
              )}
            />
          </span>
          <div className="min-w-0 grow">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className={cn('font-medium', item.future && 'text-muted')}>{item.title}</span>
              {item.time ? <span className="text-muted text-xs">{item.time}</span> : null}
            </div>
            {item.body ? <div className="mt-0.5 text-muted">{item.body}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
