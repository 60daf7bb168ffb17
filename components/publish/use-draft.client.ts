'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ModuleDraft } from '@/lib/modules/draft/module-draft';
import { STARTER_DRAFT } from '@/lib/modules/draft/starter-draft';

const KEY = 'reckon-module-draft-1';
const SAVE_AFTER_MS = 400;

export interface DraftState {
  /** Undefined until the browser has said whether there is an earlier one. */
  draft: ModuleDraft | undefined;
  change: (change: Partial<ModuleDraft>) => void;
  /** Drops everything. */
  startOver: () => void;
  /** False where the browser keeps nothing: a reload would lose the draft. */
  isKept: boolean;
}

/** The one draft of this browser, kept in IndexedDB as it is written. */
export function useDraft(): DraftState {
  const [draft, setDraft] = useState<ModuleDraft>();
  const [isKept, setKept] = useState(true);

  useEffect(() => {
    void import('idb-keyval')
      .then(({ get }) => get<ModuleDraft>(KEY))
      .then(
        (kept) =>
          setDraft({
            ...STARTER_DRAFT,
            ...kept,
            texts: { ...STARTER_DRAFT.texts, ...kept?.texts },
          }),
        () => {
          setKept(false);
          setDraft(STARTER_DRAFT);
        },
      );
  }, []);

  useEffect(() => {
    if (draft === undefined) return;
    const timer = setTimeout(() => {
      void import('idb-keyval')
        .then(({ set }) => set(KEY, draft))
        .then(
          () => setKept(true),
          () => setKept(false),
        );
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft]);

  const change = useCallback((change: Partial<ModuleDraft>) => {
    setDraft((old) => old && { ...old, ...change });
  }, []);
  const startOver = useCallback(() => setDraft(STARTER_DRAFT), []);
  return { draft, change, startOver, isKept };
}
