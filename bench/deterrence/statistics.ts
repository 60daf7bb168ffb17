/** A mean, and how far off it may be: the true one lies within `ci95` of it with 95 % confidence. */
export type Estimate = {
  readonly meanProfit: number;
  readonly ci95: number;
  readonly samples: number;
};

/** The 97.5th percentile of the normal distribution. */
const Z95 = 1.959964;

/** @throws RangeError for fewer than two samples, which say nothing about their spread */
export function estimate(samples: readonly number[]): Estimate {
  const count = samples.length;
  if (count < 2) throw new RangeError(`An estimate needs two samples, not ${count}`);
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / count;
  const squares = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0);
  const ci95 = Z95 * Math.sqrt(squares / (count - 1) / count);
  return { meanProfit: round(mean), ci95: round(ci95), samples: count };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
