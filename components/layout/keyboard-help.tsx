'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { SECTIONS } from './sections';

const KEYS: readonly [string, string][] = [
  ['Ctrl K', 'Search and commands'],
  ...SECTIONS.map(({ key, label }): [string, string] => [`g ${key}`, `Go to ${label}`]),
  ['g h', 'Go home'],
  ['g a', 'Go to your account'],
  ['?', 'This help'],
];

const TARGETS: Record<string, string> = {
  h: '/',
  a: '/account',
  ...Object.fromEntries(SECTIONS.map(({ key, href }) => [key, href])),
};

/** "?" shows the keys; "g" and a letter go to a page. */
export function KeyboardHelp() {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  useEffect(() => {
    let leader = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') {
        setOpen(true);
      } else if (event.key === 'g') {
        leader = event.timeStamp;
      } else if (leader > 0 && event.timeStamp - leader < 1_200) {
        const target = TARGETS[event.key];
        leader = 0;
        if (target) router.push(target);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router]);
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys">
      <dl className="grid gap-2">
        {KEYS.map(([keys, text]) => (
          <div key={keys} className="flex items-center justify-between gap-4">
            <dt>{text}</dt>
            <dd className="flex gap-1">
              {keys.split(' ').map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-md border border-border bg-raised px-1.5 py-0.5 text-center text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
