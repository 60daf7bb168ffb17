'use client';

import { CornerDownLeft, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog as Primitive } from 'radix-ui';
import { type RefObject, useId, useMemo, useState } from 'react';
import { cn } from '@/lib/shared/class-names';
import type { CommandPaletteProps } from './command-palette';
import { type Command, commandsFor } from './commands';

interface PaletteDialogProps extends CommandPaletteProps {
  /** Keys that were pressed for it before it was there. */
  typed: RefObject<string>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export default function PaletteDialog({ modules, typed, open, onOpenChange }: PaletteDialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[10vh] z-50 mx-auto max-w-[36rem] animate-in-soft overflow-hidden rounded-md border border-border bg-surface shadow-float"
        >
          <Primitive.Title className="sr-only">Search and commands</Primitive.Title>
          <Palette modules={modules} typed={typed.current} close={() => onOpenChange(false)} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Palette({
  modules,
  typed,
  close,
}: CommandPaletteProps & { typed: string; close: () => void }) {
  const router = useRouter();
  const listId = useId();
  const [query, setQuery] = useState(typed);
  const [active, setActive] = useState(0);
  const commands = useMemo(() => commandsFor(query, modules), [query, modules]);
  const current = Math.min(active, Math.max(0, commands.length - 1));
  const go = (command: Command | undefined) => {
    if (!command) return;
    close();
    router.push(command.href);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((current + step + commands.length) % Math.max(1, commands.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(commands[current]);
    }
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-border border-b px-4">
        <Search aria-hidden className="size-4 text-muted" />
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={commands[current] ? `${listId}-${current}` : undefined}
          aria-label="Go to a page, run a module, or paste a deal id"
          placeholder="Go to a page, run a module, or paste a deal id"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 grow bg-transparent text-base outline-none placeholder:text-muted sm:text-sm"
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label="Commands"
        className="max-h-[50vh] overflow-y-auto p-1.5"
      >
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keyboard
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox above
          <div
            key={command.href}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            onClick={() => go(command)}
            onPointerMove={() => setActive(index)}
            className={cn(
              'flex h-10 cursor-pointer items-center gap-3 rounded-md px-2.5',
              index === current ? 'bg-raised' : '',
            )}
          >
            <span className="w-14 shrink-0 text-muted text-xs">{command.kind}</span>
            <span className="min-w-0 truncate">{command.label}</span>
            {index === current ? (
              <CornerDownLeft aria-hidden className="ml-auto size-3.5 text-muted" />
            ) : null}
          </div>
        ))}
        {commands.length === 0 ? (
          <p className="px-2.5 py-6 text-center text-muted">
            Nothing fits. A deal id starts with 0x and has 66 characters.
          </p>
        ) : null}
      </div>
    </>
  );
}
