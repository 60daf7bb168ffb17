import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';

interface PickProps {
  legend: string;
  name: string;
  options: readonly (readonly [value: number, label: string])[];
  value: number;
  onPick: (value: number) => void;
}

/** One of a few numbers, side by side. */
export function Pick({ legend, name, options, value, onPick }: PickProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="inline-flex rounded-md border border-border bg-surface p-0.5">
        {options.map(([option, label]) => (
          <label
            key={option}
            className={cn(
              'tabular flex h-8 min-w-12 cursor-pointer items-center justify-center rounded-md px-3 font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent',
              option === value ? 'bg-accent text-on-accent' : 'text-muted hover:text-text',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option === value}
              onChange={() => onPick(option)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface FigureProps {
  label: string;
  note: ReactNode;
  children: ReactNode;
}

/** One figure of a list of them, with what it means. */
export function Figure({ label, note, children }: FigureProps) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="tabular font-medium text-lg">{children}</dd>
      <dd className="text-muted text-xs">{note}</dd>
    </div>
  );
}
