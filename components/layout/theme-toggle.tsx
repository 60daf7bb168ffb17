'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { buttonClass } from '@/components/ui/button';

export type ThemeChoice = 'system' | 'light' | 'dark';

const NEXT: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };
const ICON = { system: Monitor, light: Sun, dark: Moon };

/** System, light, dark. Kept in a cookie, so that the server already renders the right one. */
export function ThemeToggle({ initial }: { initial: ThemeChoice }) {
  const [choice, setChoice] = useState(initial);
  const Icon = ICON[choice];
  const change = () => {
    const next = NEXT[choice];
    setChoice(next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  };
  return (
    <button
      type="button"
      onClick={change}
      aria-label={`Colours: ${choice}. Switch to ${NEXT[choice]}`}
      title={`Colours: ${choice}`}
      className={buttonClass('ghost', 'icon', 'text-muted hover:text-text')}
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}
