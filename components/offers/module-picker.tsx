'use client';

import { X } from 'lucide-react';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { NEED_TITLES, needWords } from '@/lib/offers/search/misfit-words.view';
import { NEED_NAMES, type NeedChanges, type NeedName } from '@/lib/offers/search/need-changes';
import { formatFuel } from '@/lib/shared/quantity.view';
import type { RunView } from './offer-data';

export interface PickedModule {
  id: string;
  title: string;
  /** The project's; others are from anybody, and marked unless endorsed. */
  isOwn: boolean;
}

interface ModulePickerProps {
  modules: readonly PickedModule[];
  chosen: string;
  run: RunView | null | undefined;
  changes: NeedChanges;
  onModule: (id: string) => void;
  onNeed: (name: NeedName, value: number | undefined) => void;
}

/** The run that offers are for, what it needs, and what of that was changed. */
export function ModulePicker(props: ModulePickerProps) {
  const { modules, chosen, run, changes, onModule, onNeed } = props;
  const changed = NEED_NAMES.filter((name) => changes[name] !== undefined);
  const textOf = (name: NeedName) => `${NEED_TITLES[name]}: ${needWords(name, changes[name] ?? 0)}`;
  const fuel = run ? formatFuel(BigInt(run.fuel)) : '';
  return (
    <Field
      id="module"
      label="To run"
      hint={
        run
          ? `Totals are for ${fuel} fuel, ${run.isMedianFuel ? 'the median of its runs' : 'its limit: nobody has run it yet'}.`
          : 'Totals are for 10 G fuel. Pick a module to see which offers fit it.'
      }
    >
      <Select id="module" value={chosen} onChange={(event) => onModule(event.target.value)}>
        <option value="">Any module</option>
        <ModuleGroup label="The project’s" modules={modules.filter(({ isOwn }) => isOwn)} />
        <ModuleGroup label="Published by anyone" modules={modules.filter(({ isOwn }) => !isOwn)} />
      </Select>
      {changed.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5" aria-label="Changed needs">
          {changed.map((name) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => onNeed(name, undefined)}
                aria-label={`${textOf(name)}: take this change back`}
                className="inline-flex h-6 items-center gap-1 rounded-full bg-accent-soft pr-1.5 pl-2.5 text-accent text-xs"
              >
                {textOf(name)}
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </Field>
  );
}

function ModuleGroup({ label, modules }: { label: string; modules: readonly PickedModule[] }) {
  if (modules.length === 0) return null;
  return (
    <optgroup label={label}>
      {modules.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </optgroup>
  );
}
