/** A reason that goes on is told again after so long; one that comes and goes, after this. */
const SAME_REASON_MS = 10 * 60_000;
const COMES_AND_GOES_MS = 60_000;

/** Which failures of something that is tried again and again are news to who reads of them. */
export class FailureNews {
  readonly #clock: () => number;
  /** When each reason of late was told, without the figures in it. */
  readonly #told = new Map<string, number>();
  /** The reason that was told last, until it was told to be over. */
  #open: string | undefined;

  /** @param clock milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  isNew(text: string): boolean {
    const now = this.#clock();
    // A block, a time or an address in it makes no other reason.
    const reason = text.replace(/0x[0-9a-f]+|\d+/gi, '#');
    const patience = reason === this.#open ? SAME_REASON_MS : COMES_AND_GOES_MS;
    const told = this.#told.get(reason);
    if (told !== undefined && now < told + patience) return false;
    for (const [other, at] of this.#told) if (now >= at + SAME_REASON_MS) this.#told.delete(other);
    this.#told.set(reason, now);
    this.#open = reason;
    return true;
  }

  /** That it works is news where the last that was told is that it does not. */
  isOver(): boolean {
    const wasOpen = this.#open !== undefined;
    this.#open = undefined;
    return wasOpen;
  }
}
