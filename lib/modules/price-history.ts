import { groupBy } from 'es-toolkit';

/** A run that was paid: when it was matched (seconds since 1970), and its price in token units. */
export type PaidRun = { readonly at: number; readonly price: bigint };

/** The runs of one span of time. Prices in token units. */
export type PriceSpan = {
  readonly from: number;
  readonly until: number;
  readonly runs: number;
  readonly least: bigint;
  readonly median: bigint;
  readonly most: bigint;
};

/**
 * Sums runs up in at most `most` equal spans from the first to the last; spans without runs are
 * left out. The median of an even number is the lower one: a price that was paid.
 *
 * @param runs oldest first
 */
export function priceSpans(runs: readonly PaidRun[], most: number): PriceSpan[] {
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return [];
  const length = Math.max(1, Math.ceil((last.at - first.at + 1) / most));
  const spans = groupBy(runs, ({ at }) => Math.floor((at - first.at) / length));
  return Object.entries(spans).map(([index, members]) => {
    const prices = members.map(({ price }) => price).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const from = first.at + Number(index) * length;
    return {
      from,
      until: from + length,
      runs: prices.length,
      least: prices[0] ?? 0n,
      median: prices[(prices.length - 1) >> 1] ?? 0n,
      most: prices.at(-1) ?? 0n,
    };
  });
}
