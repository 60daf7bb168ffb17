import { ArrowLeft, ArrowRight } from 'lucide-react';
import { Link } from '@/components/ui/link';
import { buttonClass } from './button';

interface PagerProps {
  /** Back to the newest; only beyond the first page. */
  first: string | undefined;
  next: string | undefined;
}

export function Pager({ first, next }: PagerProps) {
  if (!first && !next) return null;
  return (
    <nav aria-label="Pages" className="flex justify-between gap-3 border-border border-t px-4 py-3">
      {first ? (
        <Link href={first} className={buttonClass('secondary', 'sm')}>
          <ArrowLeft aria-hidden className="size-3.5" /> Newest
        </Link>
      ) : (
        <span />
      )}
      {next ? (
        <Link href={next} className={buttonClass('secondary', 'sm')}>
          Older <ArrowRight aria-hidden className="size-3.5" />
        </Link>
      ) : null}
    </nav>
  );
}
