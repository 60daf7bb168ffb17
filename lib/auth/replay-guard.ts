/** Remembers keys until a time, and at most `capacity` of them: what was seen is refused. */
export class ReplayGuard {
  readonly #seen = new Map<string, bigint>();
  readonly #capacity: number;

  constructor(capacity = 100_000) {
    this.#capacity = capacity;
  }

  /** True the first time; false for a key that was seen and is not yet forgotten, or when full. */
  admit(key: string, until: bigint, now: bigint): boolean {
    if ((this.#seen.get(key) ?? -1n) >= now) return false;
    if (this.#seen.size >= this.#capacity) {
      for (const [old, end] of this.#seen) if (end < now) this.#seen.delete(old);
      if (this.#seen.size >= this.#capacity) return false;
    }
    this.#seen.set(key, until);
    return true;
  }

  /** Takes a key out; true where it was there and still good. */
  take(key: string, now: bigint): boolean {
    const end = this.#seen.get(key);
    this.#seen.delete(key);
    return end !== undefined && end >= now;
  }
}
