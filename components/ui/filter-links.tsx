import { Link } from '@/components/ui/link';
import { cn } from '@/lib/shared/class-names';

export interface FilterLink {
  label: string;
  href: string;
  active: boolean;
}

/** A row of links that narrow a list: the address holds the choice. */
export function FilterLinks({ label, items }: { label: string; items: readonly FilterLink[] }) {
  return (
    <nav aria-label={label} className="-mx-1 overflow-x-auto px-1 py-1 [scrollbar-width:none]">
      <ul className="inline-flex gap-0.5 rounded-md border border-border bg-surface p-0.5">
        {items.map((item) => (
          <li key={item.label}>
            <Link
              href={item.href}
              prefetch={false}
              aria-current={item.active ? 'true' : undefined}
              className={cn(
                'flex h-8 items-center whitespace-nowrap rounded-md px-3 font-medium transition-colors duration-150',
                item.active ? 'bg-raised text-text' : 'text-muted hover:text-text',
              )}
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
