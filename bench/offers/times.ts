const WARM_UP = 3;

/** Times of so many runs, one after the other, after a few that do not count. Milliseconds. */
export async function timesOf(runs: number, run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + runs; i++) {
    const start = performance.now();
    await run();
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  return times;
}

/** Nearest rank, to a tenth of a millisecond. */
export function shareOf(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(10 * (sorted[Math.ceil(share * sorted.length) - 1] ?? 0)) / 10;
}
