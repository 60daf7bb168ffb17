import {
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import { cn } from '@/lib/shared/class-names';

/** The four states with a meaning, and one without. State is never told by colour alone. */
export type Tone = 'running' | 'safe' | 'attention' | 'wrong' | 'neutral';

const ICONS: Record<Tone, LucideIcon> = {
  running: LoaderCircle,
  safe: CircleCheck,
  attention: TriangleAlert,
  wrong: CircleX,
  neutral: CircleDashed,
};

const CHIP: Record<Tone, string> = {
  running: 'bg-accent-soft text-accent',
  safe: 'bg-safe-soft text-safe',
  attention: 'bg-attention-soft text-attention',
  wrong: 'bg-wrong-soft text-wrong',
  neutral: 'bg-raised text-muted',
};

export const TONE_TEXT: Record<Tone, string> = {
  running: 'text-accent',
  safe: 'text-safe',
  attention: 'text-attention',
  wrong: 'text-wrong',
  neutral: 'text-muted',
};

interface StateChipProps {
  tone: Tone;
  children: string;
  size?: 'sm' | 'md';
  className?: string;
}

export function StateChip({ tone, children, size = 'md', className }: StateChipProps) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full font-medium text-xs',
        size === 'md' ? 'h-6 px-2.5' : 'h-5 px-2',
        CHIP[tone],
        className,
      )}
    >
      <StateIcon tone={tone} className="size-3.5" />
      {children}
    </span>
  );
}

export function StateIcon({ tone, className }: { tone: Tone; className?: string }) {
  const Icon = ICONS[tone];
  return <Icon aria-hidden strokeWidth={2.25} className={cn('shrink-0', className)} />;
}
