import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';
import type { Tone } from './state-chip';

const LOOK: Record<Tone, { icon: LucideIcon; box: string; ink: string }> = {
  running: { icon: Info, box: 'border-accent/25 bg-accent-soft', ink: 'text-accent' },
  safe: { icon: CircleCheck, box: 'border-safe/25 bg-safe-soft', ink: 'text-safe' },
  attention: {
    icon: TriangleAlert,
    box: 'border-attention/25 bg-attention-soft',
    ink: 'text-attention',
  },
  wrong: { icon: CircleAlert, box: 'border-wrong/25 bg-wrong-soft', ink: 'text-wrong' },
  neutral: { icon: Info, box: 'border-border bg-surface', ink: 'text-muted' },
};

interface NoticeProps {
  tone?: Tone;
  title: ReactNode;
  /** Why it happened and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  /** Read out at once: for something that has just gone wrong. */
  alert?: boolean;
  className?: string;
}

export function Notice(props: NoticeProps) {
  const { tone = 'neutral', title, children, action, alert = false, className } = props;
  const { icon: Icon, box, ink } = LOOK[tone];
  return (
    <div role={alert ? 'alert' : undefined} className={cn('notice', box, className)}>
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', ink)} />
      <div className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 max-w-[72ch]">
          <p className={cn('font-medium', tone === 'neutral' ? '' : ink)}>{title}</p>
          {children ? <div className="mt-0.5 text-muted">{children}</div> : null}
        </div>
        {action ? <div className="flex shrink-0 gap-2">{action}</div> : null}
      </div>
    </div>
  );
}
