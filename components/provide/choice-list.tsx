'use client';

import { type ReactNode, useId } from 'react';
import { Checkbox } from '@/components/ui/input';

export interface Choice {
  id: string;
  label: ReactNode;
  note?: ReactNode;
}

interface ChoiceListProps {
  legend: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** Some of a list, each with a box to tick. */
export function ChoiceList({ legend, choices, chosen, onChange }: ChoiceListProps) {
  const prefix = useId();
  const has = (id: string) => chosen.some((other) => other.toLowerCase() === id.toLowerCase());
  const without = (id: string) =>
    chosen.filter((other) => other.toLowerCase() !== id.toLowerCase());
  return (
    // WebKit counts a legend twice where its fieldset itself stands in a flex box.
    <div className="min-w-0">
      <fieldset className="min-w-0">
        <legend className="mb-1 font-medium">{legend}</legend>
        <ul className="max-h-64 divide-y divide-border overflow-y-auto rounded-md border border-border">
          {choices.map(({ id, label, note }) => (
            <li key={id}>
              <label
                htmlFor={`${prefix}-${id}`}
                className="flex cursor-pointer items-center gap-3 px-3 py-2"
              >
                <Checkbox
                  id={`${prefix}-${id}`}
                  checked={has(id)}
                  onChange={(event) =>
                    onChange(event.target.checked ? [...chosen, id] : without(id))
                  }
                />
                <span className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-3 gap-y-0.5">
                  <span className="min-w-0">{label}</span>
                  {note ? <span className="tabular text-muted text-xs">{note}</span> : null}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </div>
  );
}
