import { cn } from '@/lib/shared/class-names';
import type { Tone } from './state-chip';

const BAR: Record<Tone, string> = {
  running: 'bg-accent',
  safe: 'bg-safe',
  attention: 'bg-attention',
  wrong: 'bg-wrong',
  neutral: 'bg-muted',
};

interface ProgressProps {
  label: string;
  /** Between 0 and 1; left out when the length is unknown. */
  value?: number;
  tone?: Tone;
  className?: string;
}

export function Progress({ label, value, tone = 'running', className }: ProgressProps) {
  const percent =
    value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn('h-1.5 overflow-hidden rounded-full bg-border', className)}
    >
      <div
        className={cn(
          'h-full rounded-full transition-[width] duration-200',
          BAR[tone],
          percent === undefined && 'w-1/3 animate-busy',
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
