'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { useAttended } from '@/components/ui/use-attended';
import { isTyping } from './is-typing';

/** Loaded once somebody uses the page; keys pressed before it is there are kept for it. */
const PaletteDialog = dynamic(() => import('./palette-dialog'), { ssr: false });

const OPEN_EVENT = 'reckon:palette';

export function CommandButton() {
  return (
    <button
      type="button"
      aria-label="Search and commands"
      title="Search and commands (Ctrl K)"
      onClick={() => window.dispatchEvent(new Event(OPEN_EVENT))}
      className={buttonClass('ghost', 'icon', 'text-muted hover:text-text max-sm:hidden')}
    >
      <Search aria-hidden className="size-4" />
    </button>
  );
}

export interface CommandPaletteProps {
  /** Modules that can be run, by id and title. */
  modules: readonly { id: string; title: string }[];
}

/** Ctrl/Cmd-K: go to a page, run a module, find a deal or account by its hash. */
export function CommandPalette({ modules }: CommandPaletteProps) {
  const [open, setOpen] = useState(false);
  const typed = useRef('');
  const isAttended = useAttended();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isCommand = event.metaKey || event.ctrlKey;
      if (isCommand && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        typed.current = '';
        setOpen((value) => !value);
      } else if (open && !isCommand && event.key.length === 1 && !isTyping(event.target)) {
        event.preventDefault();
        typed.current += event.key;
      }
    };
    const onOpen = () => {
      typed.current = '';
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener(OPEN_EVENT, onOpen);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener(OPEN_EVENT, onOpen);
    };
  }, [open]);
  return open || isAttended ? (
    <PaletteDialog modules={modules} typed={typed} open={open} onOpenChange={setOpen} />
  ) : null;
}
