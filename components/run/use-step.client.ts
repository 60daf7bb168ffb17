'use client';

import { useSearchParams } from 'next/navigation';
import { useState } from 'react';

const NAME = 'step';

/** From 0; what is no number is no step. */
const stepOf = (params: Pick<URLSearchParams, 'get'>): number => Number(params.get(NAME) ?? 1) - 1;

/**
 * The step of a wizard, each an entry of the browser's history, so that Back goes one step back and not
 * out of the page. Steps that this page has not shown yet cannot be asked for by an address: what was
 * chosen on the way to them is not in it.
 */
export function useStep(count: number): readonly [number, (step: number) => void] {
  const asked = stepOf(useSearchParams());
  const [highest, setHighest] = useState(0);
  const step = Number.isInteger(asked) ? Math.max(0, Math.min(asked, highest, count - 1)) : 0;
  const go = (to: number) => {
    setHighest((before) => Math.max(before, to));
    const url = new URL(window.location.href);
    // Asked of the address itself: of two quick clicks the second comes before this is drawn again.
    if (stepOf(url.searchParams) === to) return;
    if (to > 0) url.searchParams.set(NAME, String(to + 1));
    else url.searchParams.delete(NAME);
    window.history.pushState(null, '', url);
  };
  return [step, go];
}
