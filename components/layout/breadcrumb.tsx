import { ChevronRight } from 'lucide-react';
import { Link } from '@/components/ui/link';

export interface Crumb {
  label: string;
  href?: string;
}

export function Breadcrumb({ items }: { items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="text-muted text-xs">
      <ol className="flex min-w-0 items-center gap-1.5">
        {items.map((item, index) => (
          <li key={item.label} className="flex min-w-0 items-center gap-1.5">
            {index > 0 ? <ChevronRight aria-hidden className="size-3 shrink-0" /> : null}
            {item.href ? (
              <Link href={item.href} prefetch={false} className="hover:text-text hover:underline">
                {item.label}
              </Link>
            ) : (
              <span aria-current="page" className="truncate text-text">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
