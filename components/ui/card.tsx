import { Activity, type ComponentProps, type ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cn('card', className)} />;
}

interface PanelProps {
  title: ReactNode;
  /** Heading level in the page's outline. */
  level?: 2 | 3;
  aside?: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Without inner padding: for tables that reach the border. */
  flush?: boolean;
}

/**
 * A card with a heading line. React wakes what is within an Activity up by itself, behind the page and
 * in place: the server's markup stays where it is, and a click on it comes first.
 */
export function Panel({
  title,
  level = 2,
  aside,
  description,
  children,
  className,
  flush = false,
}: PanelProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <Activity>
      <section className={cn('card min-w-0', className)}>
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-border border-b px-4 py-2">
          <div className="min-w-0">
            <Heading className="text-sm">{title}</Heading>
            {description ? <p className="text-muted text-xs">{description}</p> : null}
          </div>
          {aside ? <div className="flex items-center gap-2 text-muted text-xs">{aside}</div> : null}
        </div>
        <div className={flush ? '' : 'p-4'}>{children}</div>
      </section>
    </Activity>
  );
}
