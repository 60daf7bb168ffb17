'use client';

import { cn } from '@/lib/shared/class-names';
import { formatClock, formatInstant, formatRelative } from '@/lib/shared/time.view';
import { useAtNow } from './now';

interface TimeProps {
  /** Unix seconds. */
  at: number;
  className?: string;
}

interface RelativeTimeProps extends TimeProps {
  /** It has happened: never "in 2 s", though a chain's clock may be ahead of this one. */
  past?: boolean;
}

/** "4 min ago", with the absolute time on hover. */
export function RelativeTime({ at, past = false, className }: RelativeTimeProps) {
  const text = useAtNow((now) => formatRelative(past ? Math.min(at, now) : at, now));
  return (
    <time
      dateTime={new Date(at * 1000).toISOString()}
      title={formatInstant(at)}
      className={cn('tabular whitespace-nowrap', className)}
    >
      {text}
    </time>
  );
}

/** The clock down to a deadline: "04:12". */
export function Countdown({ at, className }: TimeProps) {
  const text = useAtNow((now) => formatClock(at - now));
  return (
    <time
      dateTime={new Date(at * 1000).toISOString()}
      title={formatInstant(at)}
      className={cn('tabular whitespace-nowrap', className)}
    >
      {text}
    </time>
  );
}
