/** So much per window, refilled evenly. */
export type RateRule = { readonly amount: number; readonly windowSeconds: number };

type Bucket = { left: number; at: number };

const MAX_BUCKETS = 50_000;

/** A token bucket for each key, such as a remote address. Times in seconds, given by the caller. */
export class RateLimiter {
  readonly #rule: RateRule;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rule: RateRule) {
    this.#rule = rule;
  }

  /** Takes `cost` if it is there: 0, or the seconds until it would be. */
  take(key: string, cost: number, now: number): number {
    const { amount, windowSeconds } = this.#rule;
    const old = this.#buckets.get(key) ?? { left: amount, at: now };
    const left = Math.min(amount, old.left + ((now - old.at) * amount) / windowSeconds);
    if (cost > left) return Math.max(1, Math.ceil(((cost - left) * windowSeconds) / amount));
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: left - cost, at: now });
    if (this.#buckets.size > MAX_BUCKETS) this.#dropOldest();
    return 0;
  }

  #dropOldest(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
