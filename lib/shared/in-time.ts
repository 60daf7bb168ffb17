/**
 * Runs something that takes a signal, and aborts it when it is not done in time. Unlike a signal of
 * AbortSignal.timeout it lets go once that is done: the body of an answer may take longer than its head.
 *
 * @param ms how long it may take
 * @param signal of whoever waits for it: aborts it, too
 * @throws a DOMException named TimeoutError when time is up, else what `run` throws
 */
export async function inTime<Done>(
  ms: number,
  run: (signal: AbortSignal) => Promise<Done>,
  signal?: AbortSignal,
): Promise<Done> {
  const clock = new AbortController();
  const timer = setTimeout(
    () => clock.abort(new DOMException('It took too long.', 'TimeoutError')),
    ms,
  );
  try {
    return await run(signal ? AbortSignal.any([signal, clock.signal]) : clock.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Longer timers than this fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Aborts with `signal`, and after `ms` anyway: a peer that never ends its answer stops nobody. For
 * what is to end whole by then; `inTime` lets go once its part is done.
 */
export function within(ms: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(Math.min(Math.max(0, Math.floor(ms)), LONGEST_MS));
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

export function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
