import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

/** A quiet label for a property, not a state. */
export function Badge({ children, className }: { children: ReactNode; className?: string }) {
  return <span className={cn('badge', className)}>{children}</span>;
}
