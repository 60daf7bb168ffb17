'use client';

import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

export interface TabItem {
  value: string;
  label: string;
  /** A small number or word beside the label. */
  note?: string;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  items: readonly TabItem[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
}

export function Tabs({ label, items, value, defaultValue, onValueChange }: TabsProps) {
  const initial = defaultValue ?? items[0]?.value ?? '';
  return (
    <Primitive.Root
      {...(value === undefined ? { defaultValue: initial } : { value })}
      {...(onValueChange ? { onValueChange } : {})}
      className="min-w-0"
    >
      <Primitive.List
        aria-label={label}
        className="flex gap-1 overflow-x-auto sm:gap-3 border-border border-b [scrollbar-width:none]"
      >
        {items.map((item) => (
          <Primitive.Trigger
            key={item.value}
            value={item.value}
            className="-mb-px flex h-10 shrink-0 items-center gap-1.5 px-1 border-transparent border-b-2 font-medium text-muted text-sm transition-colors duration-150 hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-text"
          >
            {item.label}
            {item.note ? <span className="tabular text-muted text-xs">{item.note}</span> : null}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {items.map((item) => (
        <Primitive.Content key={item.value} value={item.value} className="pt-4 outline-offset-4">
          {item.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
