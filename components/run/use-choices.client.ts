'use client';

import { useCallback, useEffect, useState } from 'react';
import type { Court } from '@/lib/chain/deployment';
import { usePublicConfig } from '@/lib/env/public-config.client';
import {
  formatNeedChanges,
  type NeedChanges,
  type NeedName,
} from '@/lib/offers/search/need-changes';
import { forgetChoices, keepChoices, keptChoices } from './kept-choices.client';
import type { PlanChange } from './plan-change';
import type { RunChoices, Where } from './run-plan';
import { type Trust, useTrust } from './use-trust.client';

/** What an address asks for: one offer, and changes of the defaults. */
export interface AskedRun {
  where: Where;
  changes: NeedChanges;
}

export interface Choices {
  chosen: RunChoices;
  /** What of the address's changes was not taken back. */
  changes: NeedChanges;
  trust: Trust;
  change: (change: PlanChange) => void;
  takeBack: (name: NeedName) => void;
  /** The run is bought: what was chosen for it is not kept for the next one. */
  forget: () => void;
}

interface ChoicesOptions {
  /** What is kept is kept under this. */
  formId: string;
  asked: AskedRun | undefined;
  /** The court that is chosen until another is. */
  court: Court | undefined;
}

/**
 * What a person chooses of a run besides its inputs. It outlasts a reload and a visit to another page, in
 * this tab and until it is bought, but not an address that asks for something else. It is not in the
 * address itself: what a link asks for is somebody else's word, and the page warns of it.
 */
export function useChoices({ formId, asked, court }: ChoicesOptions): Choices {
  const { market } = usePublicConfig();
  const askedText = `${market} ${asked?.where} ${formatNeedChanges(asked?.changes ?? {})}`;
  const [chosen, setChosen] = useState<RunChoices>(() => {
    const { n, theta, executionWindow, reviewWindow } = asked?.changes ?? {};
    return { where: asked?.where ?? 'any', n, theta, executionWindow, reviewWindow };
  });
  const [changes, setChanges] = useState<NeedChanges>(asked?.changes ?? {});
  const trust = useTrust(court);
  const [keeping, setKeeping] = useState<'not-yet' | 'yes' | 'over'>('not-yet');
  const { kept, restore } = trust;
  // The server's markup has the usual, so the kept ones come once that is taken over.
  useEffect(() => {
    if (keeping !== 'not-yet') return;
    const choices = keptChoices(formId, askedText);
    if (choices) {
      setChosen(choices.run);
      setChanges(choices.changes);
      restore(choices.trust);
    }
    setKeeping('yes');
  }, [formId, askedText, keeping, restore]);
  useEffect(() => {
    if (keeping === 'yes') keepChoices(formId, askedText, { run: chosen, changes, trust: kept });
  }, [formId, askedText, keeping, chosen, changes, kept]);
  const change = useCallback((by: PlanChange) => setChosen((old) => ({ ...old, ...by })), []);
  return {
    chosen,
    changes,
    trust,
    change,
    takeBack: (name) => {
      setChanges(({ [name]: _, ...others }) => others);
      change({ [name]: undefined });
    },
    forget: () => {
      setKeeping('over');
      forgetChoices(formId);
    },
  };
}
