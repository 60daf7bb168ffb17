'use client';

import { usePathname } from 'next/navigation';
import { Link } from '@/components/ui/link';
import { cn } from '@/lib/shared/class-names';
import { SECTIONS } from './sections';

function useIsHere() {
  const path = usePathname();
  return (href: string) => path === href || path.startsWith(`${href}/`);
}

export function TopLinks() {
  const isHere = useIsHere();
  return (
    <nav aria-label="Main" className="hidden items-center gap-1 md:flex">
      {SECTIONS.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={isHere(href) ? 'page' : undefined}
          className={cn(
            'rounded-md px-2.5 py-1.5 font-medium text-sm transition-colors duration-150',
            isHere(href) ? 'bg-raised text-text' : 'text-muted hover:text-text',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** The bar at the bottom of a phone's screen. */
export function BottomBar() {
  const isHere = useIsHere();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-border border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid grid-cols-5">
        {SECTIONS.map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={isHere(href) ? 'page' : undefined}
              className={cn(
                'flex h-14 flex-col items-center justify-center gap-1 text-xs',
                isHere(href) ? 'font-medium text-accent' : 'text-muted',
              )}
            >
              <Icon aria-hidden className="size-5" strokeWidth={1.75} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
