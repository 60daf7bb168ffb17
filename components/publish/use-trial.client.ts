'use client';

import { useRef, useState } from 'react';
import type {
  Execution,
  ExecutionProgress,
  JobLimits,
  OtherStart,
} from '@/lib/execution/execution';
import { type Problem, problemOf } from '@/lib/shared/problem.view';

/** A run in this browser, and what it took. */
export interface Trial {
  execution: Execution;
  memoryBytes: number;
  digest: `0x${string}`;
  seconds: number;
}

export interface TrialJobFiles {
  moduleFiles: ReadonlyMap<string, Uint8Array>;
  inputFiles: ReadonlyMap<string, Uint8Array>;
  limits: JobLimits;
  otherStart?: OtherStart;
}

/** Runs a job in a Web Worker and tells what it took. */
export async function runHere(
  job: TrialJobFiles,
  onProgress?: (progress: ExecutionProgress) => void,
  signal?: AbortSignal,
): Promise<Trial> {
  const [{ checkJob }, { resultDigestOf }, { WASM_ENGINE_ID }] = await Promise.all([
    import('@/lib/execution/check-job.client'),
    import('@/lib/execution/result-digest'),
    import('@/lib/execution/engine-id'),
  ]);
  const started = performance.now();
  let memoryBytes = 0;
  const execution = await checkJob(job, {
    ...(signal ? { signal } : {}),
    onProgress: (progress) => {
      memoryBytes = progress.memoryBytes ?? memoryBytes;
      onProgress?.(progress);
    },
  });
  return {
    execution,
    memoryBytes,
    digest: resultDigestOf(`0x${'00'.repeat(32)}`, execution, WASM_ENGINE_ID),
    seconds: (performance.now() - started) / 1_000,
  };
}

/** One piece of work at a time: what it does now, what came of it, what went wrong. */
export function useWork<T>() {
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState('');
  const [done, setDone] = useState<T>();
  const [problem, setProblem] = useState<Problem>();
  const stopper = useRef<AbortController>(undefined);

  const run = async (
    work: (say: (note: string) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> => {
    stopper.current?.abort();
    const own = new AbortController();
    stopper.current = own;
    setBusy(true);
    setProblem(undefined);
    setDone(undefined);
    setNote('');
    try {
      const result = await work(setNote, own.signal);
      if (!own.signal.aborted) setDone(result);
      return result;
    } catch (error) {
      if (!own.signal.aborted) setProblem(adviceOf(error));
      return undefined;
    } finally {
      if (stopper.current === own) setBusy(false);
    }
  };
  const stop = () => {
    stopper.current?.abort();
    setBusy(false);
  };
  return { run, stop, busy, note, done, problem };
}

/** Refusals carry a hint, which says what to do. */
function adviceOf(error: unknown): Problem {
  const problem = problemOf(error);
  const hint = (error as { hint?: unknown } | null)?.hint;
  return typeof hint === 'string' ? { ...problem, advice: hint } : problem;
}
