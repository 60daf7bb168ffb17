import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

/** A quiet label for a property, not a state. */
export function Badge({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-md border border-border px-1.5 text-muted text-xs',
        className,
      )}
    >
      {children}
    </span>
  );
}
