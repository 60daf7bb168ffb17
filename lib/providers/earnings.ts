import type { HistoryRange } from './machine-api';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Length of a bar and how many there are, in seconds and pieces. */
export const BARS_OF: Readonly<
  Record<HistoryRange, { readonly step: number; readonly bars: number }>
> = {
  '24h': { step: HOUR, bars: 24 },
  '7d': { step: DAY, bars: 7 },
  '30d': { step: DAY, bars: 30 },
};

/** What the deals settled in one hour or day (UTC) left a provider with. */
export type EarningsBar = {
  /** Seconds since 1970. */
  readonly start: number;
  readonly deals: number;
  readonly earned: bigint;
  /** What it lost, as a positive amount. */
  readonly lost: bigint;
};

/** Where the last `bars` steps begin, the one of `now` included; oldest first. */
export function startsOf(range: HistoryRange, now: number): number[] {
  const { step, bars } = BARS_OF[range];
  const last = Math.floor(now / step) * step;
  return Array.from({ length: bars }, (_, index) => last - (bars - 1 - index) * step);
}

/** What had come together by the end of each bar, in token units; losses taken off. */
export function runningTotals(bars: readonly EarningsBar[]): bigint[] {
  let sum = 0n;
  return bars.map(({ earned, lost }) => {
    sum += earned - lost;
    return sum;
  });
}
