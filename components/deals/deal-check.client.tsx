'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { DealCheck } from '@/lib/execution/check-deal.client';
import type { ExecutionProgress } from '@/lib/execution/execution';
import type { Problem } from '@/lib/shared/problem.view';
import type { Comparison } from './compare-check';

export type CheckState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: ExecutionProgress | undefined }
  | {
      readonly kind: 'done';
      readonly check: DealCheck;
      /** Where it differs from what the provider left; undefined for an equal one. */
      readonly comparison: Comparison | undefined;
    }
  | { readonly kind: 'failed'; readonly problem: Problem };

type Work = (
  signal: AbortSignal,
  onProgress: (progress: ExecutionProgress) => void,
) => Promise<CheckState>;

interface Checking {
  readonly state: CheckState;
  readonly start: (work: Work) => void;
  readonly stop: () => void;
}

const IDLE: CheckState = { kind: 'idle' };
const CheckContext = createContext<Checking>({
  state: IDLE,
  start: () => undefined,
  stop: () => undefined,
});

/**
 * Holds the check of a deal in this browser above the page's tabs: it goes on while another part is
 * looked at, and what it found stays. Leaving the page ends it.
 */
export function DealCheckHost({ children }: { children: ReactNode }) {
  const [state, setState] = useState<CheckState>(IDLE);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const start = useCallback((work: Work) => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const set = (next: CheckState) => {
      if (!controller.signal.aborted) setState(next);
    };
    set({ kind: 'running', progress: undefined });
    void work(controller.signal, (progress) => set({ kind: 'running', progress })).then(set);
  }, []);
  const stop = useCallback(() => {
    abort.current?.abort();
    setState(IDLE);
  }, []);
  const value = useMemo(() => ({ state, start, stop }), [state, start, stop]);
  return <CheckContext.Provider value={value}>{children}</CheckContext.Provider>;
}

/** The check of the deal that this page is of; idle where the page has none. */
export function useDealCheck(): Checking {
  return useContext(CheckContext);
}
