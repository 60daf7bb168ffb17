/** One run as it went. */
export type RunSample = {
  readonly moduleId: string;
  readonly fuelUsed: bigint;
  readonly fuelLimit: bigint;
  readonly seconds: number;
};

/** Runs shorter than this tell of starting, not of speed. */
const LEAST_SECONDS = 0.5;
/** What every run takes besides its fuel: fetching, starting, sealing. */
const START_SECONDS = 0.5;
/** How much a new sample counts. */
const WEIGHT = 0.3;
/** A module is expected to use up to a quarter more than it has used. */
const SHARE_SLACK = 1.25;
/**
 * What a module is expected to use of its limit before it has run here: limits are chosen generously,
 * and a job that was promised is declined only for a reason.
 */
const UNKNOWN_SHARE = 0.5;
const MOST_MODULES = 1_000;

/**
 * How long runs take on this machine: its speed as measured by its own runs (the one that its offer
 * promises, until one was long enough to tell), and what share of their limits modules have used. A
 * module that never ran here is expected to run as fast as was promised.
 */
export class RunForecast {
  #fuelPerSecond: number;
  readonly #promised: number;
  readonly #shares = new Map<string, number>();

  /** @param promised fuel per second */
  constructor(promised: number) {
    this.#promised = Math.max(1, promised);
    this.#fuelPerSecond = this.#promised;
  }

  get fuelPerSecond(): number {
    return this.#fuelPerSecond;
  }

  add({ moduleId, fuelUsed, fuelLimit, seconds }: RunSample): void {
    if (seconds >= LEAST_SECONDS && fuelUsed > 0n) {
      const measured = Number(fuelUsed) / seconds;
      this.#fuelPerSecond += WEIGHT * (measured - this.#fuelPerSecond);
    }
    const used = fuelLimit > 0n ? Number(fuelUsed) / Number(fuelLimit) : 1;
    // The most that it used counts; it is forgotten slowly.
    const before = this.#shares.get(moduleId) ?? 0;
    this.#shares.delete(moduleId);
    this.#shares.set(moduleId, Math.max(used, before + WEIGHT * (used - before)));
    const [oldest] = this.#shares.keys();
    if (this.#shares.size > MOST_MODULES && oldest !== undefined) this.#shares.delete(oldest);
  }

  /** Seconds that a run of this module within this limit is expected to take. */
  secondsFor(moduleId: string, fuelLimit: bigint): number {
    const limit = Number(fuelLimit);
    const share = this.#shares.get(moduleId);
    if (share === undefined) {
      const speed = Math.max(this.#promised, this.#fuelPerSecond);
      return START_SECONDS + (limit * UNKNOWN_SHARE) / speed;
    }
    return START_SECONDS + (limit * Math.min(1, share * SHARE_SLACK)) / this.#fuelPerSecond;
  }
}
