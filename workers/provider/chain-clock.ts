const MOST_GAPS = 8;

/**
 * The chain's time between its blocks: the newest block's, and what has passed here since it was first
 * seen. Without that, deadlines would be looked at as of the last block, on slow chains many seconds
 * late, and a node that stands still would stop them altogether.
 */
export class ChainClock {
  #block: number;
  #seenAt: number;
  /** Seconds between the last blocks. */
  #gaps: readonly number[] = [];
  readonly #clock: () => number;

  /**
   * @param block time of the newest block, in seconds
   * @param clock milliseconds of this machine
   */
  constructor(block: number, clock: () => number = Date.now) {
    this.#block = block;
    this.#clock = clock;
    this.#seenAt = clock();
  }

  /** Time of the newest block, in seconds. */
  get block(): number {
    return this.#block;
  }

  /** Between the chain's blocks, as the closest of the last ones were; 0 before there were two. */
  get blockSeconds(): number {
    return this.#gaps.length === 0 ? 0 : Math.min(...this.#gaps);
  }

  /** Whole seconds, never earlier than the newest block. */
  now(): number {
    return this.#block + Math.max(0, Math.floor((this.#clock() - this.#seenAt) / 1_000));
  }

  /** Told of the newest block's time as often as it is read. */
  see(block: number): void {
    if (block === this.#block) return;
    if (block > this.#block) this.#gaps = [...this.#gaps, block - this.#block].slice(-MOST_GAPS);
    this.#block = block;
    this.#seenAt = this.#clock();
  }
}
