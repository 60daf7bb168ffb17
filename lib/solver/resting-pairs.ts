import type { Hex } from 'viem';

const FIRST_REST = 10;
const LONGEST_REST = 600;

type Rest = { readonly until: number; readonly seconds: number };

/**
 * Remembers what the market refused, so that a solver does not send it again every second: a pair of
 * offers, or a job with any provider. Each refusal doubles the rest, up to ten minutes. Times in
 * seconds; `now` is always given.
 */
export class RestingPairs {
  readonly #rests = new Map<string, Rest>();

  restPair(job: Hex, resource: Hex, now: number): void {
    this.#rest(`${job}:${resource}`, now);
  }

  restJob(job: Hex, now: number): void {
    this.#rest(job, now);
  }

  isResting(job: Hex, resource: Hex, now: number): boolean {
    return this.#isResting(job, now) || this.#isResting(`${job}:${resource}`, now);
  }

  /** Forgets rests that are long over. */
  forgetOld(now: number): void {
    for (const [key, { until }] of this.#rests) {
      if (until + LONGEST_REST < now) this.#rests.delete(key);
    }
  }

  #rest(key: string, now: number): void {
    const seconds = Math.min(LONGEST_REST, 2 * (this.#rests.get(key)?.seconds ?? FIRST_REST / 2));
    this.#rests.set(key, { until: now + seconds, seconds });
  }

  #isResting(key: string, now: number): boolean {
    return (this.#rests.get(key)?.until ?? 0) > now;
  }
}
