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
