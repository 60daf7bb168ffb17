import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

interface TableProps {
  /** Read out by screen readers; hidden on screen. */
  caption: string;
  head: ReactNode;
  children: ReactNode;
  className?: string;
}

/**
 * A semantic table that scrolls inside its own box on narrow screens. The box holds what is placed in
 * it, too: hidden words of a column far right would widen the page.
 */
export function Table({ caption, head, children, className }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className="relative overflow-x-auto" tabIndex={0} aria-label={caption}>
      <table className={cn('w-full border-collapse text-left', className)}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-border border-b">{head}</tr>
        </thead>
        <tbody className="divide-y divide-border">{children}</tbody>
      </table>
    </section>
  );
}

interface CellProps {
  /** Right-aligned with tabular figures. */
  numeric?: boolean;
}

export function Th({ numeric, className, ...rest }: ComponentProps<'th'> & CellProps) {
  return (
    <th scope="col" {...rest} className={cn('cell-head', numeric && 'text-right', className)} />
  );
}

export function Td({ numeric, className, ...rest }: ComponentProps<'td'> & CellProps) {
  return (
    <td
      {...rest}
      className={cn('cell', numeric && 'tabular whitespace-nowrap text-right', className)}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr {...rest} className={cn('transition-colors duration-150 hover:bg-raised/60', className)} />
  );
}
