/** For so long a tool must fail, at least twice, before what it listed counts as gone. */
const GONE_MS = 30_000;

/** How a tool that lists devices ended. `missing`: it is not installed, so there are none. */
export type Listing<T> =
  | { readonly kind: 'ok'; readonly list: readonly T[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed' };

/**
 * What a tool lists, past its failures: one that was slow once says nothing of the devices, and deals
 * that need one would be declined for good. What it answers counts at once.
 */
export class SteadyList<T> {
  #last: readonly T[] = [];
  #failedAt: number | undefined;

  /** @param now milliseconds */
  take(listing: Listing<T>, now: number): readonly T[] {
    if (listing.kind !== 'failed') {
      this.#failedAt = undefined;
      this.#last = listing.kind === 'ok' ? listing.list : [];
      return this.#last;
    }
    this.#failedAt ??= now;
    if (now - this.#failedAt >= GONE_MS) this.#last = [];
    return this.#last;
  }
}
