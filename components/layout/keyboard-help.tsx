'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { isTyping } from './is-typing';
import { SECTIONS } from './sections';

/** Loaded when it is first asked for. */
const KeysDialog = dynamic(() => import('./keys-dialog'), { ssr: false });

const TARGETS: Record<string, string> = {
  h: '/',
  a: '/account',
  ...Object.fromEntries(SECTIONS.map(({ key, href }) => [key, href])),
};

/** "?" shows the keys; "g" and a letter go to a page. */
export function KeyboardHelp() {
  const [open, setOpen] = useState<boolean>();
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
  return open === undefined ? null : <KeysDialog open={open} onOpenChange={setOpen} />;
}
