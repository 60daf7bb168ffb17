'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { useIdle } from '@/components/ui/use-idle';

/** Loaded once the page is idle, so that whoever asks for it can type at once. */
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
  const isIdle = useIdle();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen((value) => !value);
      }
    };
    const onOpen = () => setOpen(true);
    window.addEventListener('keydown', onKey);
    window.addEventListener(OPEN_EVENT, onOpen);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener(OPEN_EVENT, onOpen);
    };
  }, []);
  return open || isIdle ? (
    <PaletteDialog modules={modules} open={open} onOpenChange={setOpen} />
  ) : null;
}
