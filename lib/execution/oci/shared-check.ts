import type { RunnerHealth } from '../runner';

/**
 * Asks once at a time: who asks meanwhile shares the answer, so that one probe does not clear away
 * another's container, and an engine that stalls is not asked more and more often.
 *
 * @param late the answer to who has waited until their signal; the check itself goes on to its end, and
 *   takes away what it has made
 */
export function sharedCheck(
  check: () => Promise<RunnerHealth>,
  late: RunnerHealth,
): (signal?: AbortSignal) => Promise<RunnerHealth> {
  let running: Promise<RunnerHealth> | undefined;
  return async (signal) => {
    running ??= check().finally(() => {
      running = undefined;
    });
    return signal ? await unlessAborted(running, signal, late) : await running;
  };
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal, late: T): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<T>((resolve) => {
    onAbort = () => resolve(late);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
