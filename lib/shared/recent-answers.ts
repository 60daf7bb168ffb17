/** Answers that are kept for a while and given again to who asks the same. */
export type RecentAnswers<T> = {
  /** The kept answer for this key, or a fresh one; questions at the same time share one. */
  readonly get: (key: string, ask: () => Promise<T>) => Promise<T>;
};

/**
 * Keeps answers that are dear to work out and wanted by many, the newest `most` of them.
 *
 * @param keep how long an answer serves, in milliseconds: 0 where it was cheap
 * @param clock milliseconds
 */
export function recentAnswers<T>(
  most: number,
  keep: (answer: T) => number,
  clock: () => number,
): RecentAnswers<T> {
  const kept = new Map<string, { until: number; answer: Promise<T> }>();
  const get = (key: string, ask: () => Promise<T>): Promise<T> => {
    const found = kept.get(key);
    if (found && clock() < found.until) return found.answer;
    kept.delete(key);
    const entry = { until: Number.POSITIVE_INFINITY, answer: ask() };
    kept.set(key, entry);
    const forget = () => {
      if (kept.get(key) === entry) kept.delete(key);
    };
    entry.answer.then((answer) => {
      const span = keep(answer);
      if (span > 0) entry.until = clock() + span;
      else forget();
    }, forget);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return entry.answer;
  };
  return { get };
}
