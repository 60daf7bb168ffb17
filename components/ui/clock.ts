/** A clock that parts of a page listen to: Unix seconds. */
interface Clock {
  /** What the server had when it drew the page. */
  readonly first: number;
  now(): number;
  subscribe(listener: () => void): () => void;
  set(now: number): void;
}

export function createClock(first: number): Clock {
  const listeners = new Set<() => void>();
  let now = first;
  return {
    first,
    now: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next) {
      if (next === now) return;
      now = next;
      for (const listener of listeners) listener();
    },
  };
}

/** Two readings this close tell the way from the server, not another clock. In milliseconds. */
const SAME_CLOCK_MS = 3_000;

/**
 * What to add to the browser's clock to have the server's, in milliseconds.
 *
 * @param server Unix seconds that the server drew the page at
 * @param browser Date.now() when the page was read
 * @param earlier the offset that was used until now; kept where the two differ by no more than transit
 */
export function offsetOf(server: number, browser: number, earlier: number | undefined): number {
  const offset = server * 1000 - browser;
  return earlier !== undefined && Math.abs(offset - earlier) <= SAME_CLOCK_MS ? earlier : offset;
}
