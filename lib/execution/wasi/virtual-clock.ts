/** What one look at the clock advances it by, in nanoseconds. */
const TICK = 1_000n;

/** Time that passes only when the module looks at it or sleeps. It begins at 0 for every job. */
export class VirtualClock {
  private nanoseconds: bigint;

  /** @param start nanoseconds; another than 0 only where a module is certified */
  constructor(start = 0n) {
    this.nanoseconds = start;
  }

  read(): bigint {
    this.nanoseconds = BigInt.asUintN(64, this.nanoseconds + TICK);
    return this.nanoseconds;
  }

  /** Without advancing it: for the times of files. */
  get now(): bigint {
    return this.nanoseconds;
  }

  sleep(nanoseconds: bigint): void {
    this.nanoseconds = BigInt.asUintN(64, this.nanoseconds + nanoseconds);
  }

  sleepUntil(nanoseconds: bigint): void {
    if (nanoseconds > this.nanoseconds) this.nanoseconds = nanoseconds;
  }
}
