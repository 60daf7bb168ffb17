/**
 * The chain's time between its blocks: the newest block's, and what has passed here since it was first
 * seen. Without that, deadlines would be looked at as of the last block, on slow chains many seconds
 * late, and a node that stands still would stop them altogether.
 */
export class ChainClock {
  #block: number;
  #seenAt: number;
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

  /** Whole seconds, never earlier than the newest block. */
  now(): number {
    return this.#block + Math.max(0, Math.floor((this.#clock() - this.#seenAt) / 1_000));
  }

  /** Told of the newest block's time as often as it is read. */
  see(block: number): void {
    if (block === this.#block) return;
    this.#block = block;
    this.#seenAt = this.#clock();
  }
}
