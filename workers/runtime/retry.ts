import type { Logger } from '../../lib/log/logger.server';
import { hideUrlPaths } from '../../lib/shared/hide-url-paths';
import { FailureNews } from './failure-news';

export interface RetryOptions {
  /** What is tried, for the log: "post result of deal 7". */
  readonly what: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** First pause; each later one doubles (default 250 ms). */
  readonly minMs?: number;
  /** Longest pause (default 15 s). */
  readonly maxMs?: number;
  /** Tries at most; the last error is thrown (default: until the signal aborts). */
  readonly tries?: number;
  /** An error for which this answers false is thrown at once (default: all are tried again). */
  readonly isRetryable?: (error: unknown) => boolean;
}

/**
 * Calls `action` until it succeeds, with doubling pauses and jitter. Each failure is logged with its
 * cause, so that a retry never hides one.
 *
 * @throws the last error, when it is not retryable, tries are used up, or the signal aborts
 */
export async function retry<T>(
  action: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const {
    what,
    signal,
    log,
    minMs = 250,
    maxMs = 15_000,
    tries = Number.POSITIVE_INFINITY,
  } = options;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await action(attempt);
    } catch (err) {
      const isFinal = attempt >= tries || options.isRetryable?.(err) === false;
      if (isFinal || signal.aborted) throw err;
      const pauseMs = backOffMs(attempt, minMs, maxMs, Math.random());
      log.warn({ err, attempt, pauseMs }, `${what} failed, trying again`);
      await sleep(pauseMs, signal);
    }
  }
}

export interface LoopOptions {
  readonly what: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Pause between the end of one round and the start of the next. */
  readonly everyMs: number;
  readonly maxMs?: number;
}

/**
 * Runs `round` again and again until the signal aborts. A failing round is followed by a pause that
 * doubles up to `maxMs`; a good one resets it. Each reason is logged once, and that it is over; one
 * that comes and goes, once a minute. Resolves on abort, never rejects.
 */
export async function loop(round: () => Promise<void>, options: LoopOptions): Promise<void> {
  const { what, signal, log, everyMs, maxMs = 15_000 } = options;
  let failures = 0;
  const news = new FailureNews(Date.now);
  while (!signal.aborted) {
    try {
      await round();
      if (news.isOver()) log.info({ failures }, `${what} works again`);
      failures = 0;
    } catch (err) {
      if (signal.aborted) return;
      failures += 1;
      const reason = reasonOf(err);
      const level = news.isNew(reason) ? 'warn' : 'debug';
      log[level]({ err, failures }, `${what} failed, trying again: ${reason}`);
    }
    const pauseMs = failures === 0 ? everyMs : backOffMs(failures, everyMs, maxMs, Math.random());
    await sleep(pauseMs, signal);
  }
}

/** What went wrong, in one line; the log has the rest. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return hideUrlPaths(text.split('\n', 1)[0] ?? '').slice(0, 300);
}

/** Pause before try number `attempt + 1`: doubles from `minMs` to `maxMs`, less up to a quarter. */
export function backOffMs(attempt: number, minMs: number, maxMs: number, random: number): number {
  const full = Math.min(maxMs, minMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (1 - random / 4));
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
