'use client';

import { X } from 'lucide-react';
import { Notice } from '@/components/ui/notice';
import { NEED_TITLES, needWords } from '@/lib/offers/search/misfit-words.view';
import { NEED_NAMES, type NeedChanges, type NeedName } from '@/lib/offers/search/need-changes';

interface LinkChangesProps {
  /** What the address asked for and was not taken back. */
  changes: NeedChanges;
  /** What the run would have without them, as far as it is the module's or the market's. */
  usual: NeedChanges;
  onTakeBack: (name: NeedName) => void;
}

/** What a link has changed of a run: nobody should sign what somebody else chose without seeing it. */
export function LinkChanges({ changes, usual, onTakeBack }: LinkChangesProps) {
  const names = NEED_NAMES.filter((name) => changes[name] !== undefined);
  if (names.length === 0) return null;
  return (
    <Notice tone="attention" title="The link that you followed changed this run">
      <ul className="mt-1 flex flex-wrap gap-1.5" aria-label="Changed by the link">
        {names.map((name) => {
          const before = usual[name];
          const ends = before === undefined ? '' : `, usually ${needWords(name, before)}`;
          const text = `${NEED_TITLES[name]}: ${needWords(name, changes[name] ?? 0)}${ends}`;
          return (
            <li key={name}>
              <button
                type="button"
                onClick={() => onTakeBack(name)}
                aria-label={`${text}: take this change back`}
                className="inline-flex min-h-6 items-center gap-1 rounded-full border border-border bg-surface pr-1.5 pl-2.5 text-text text-xs hover:bg-raised"
              >
                {text}
                <X aria-hidden className="size-3" />
              </button>
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
