/** Points of a line from left to right; null where nothing was measured. Shares of the height, 0 to 1. */
export type Series = readonly (number | null)[];

export interface Box {
  width: number;
  height: number;
}

const round = (value: number): string => (Math.round(value * 100) / 100).toString();

/** Stretches without a gap: where each begins, and its values. */
export function stretchesOf(series: Series): { from: number; values: number[] }[] {
  const found: { from: number; values: number[] }[] = [];
  let open: { from: number; values: number[] } | undefined;
  series.forEach((value, index) => {
    if (value === null) open = undefined;
    else if (open) open.values.push(value);
    else {
      open = { from: index, values: [value] };
      found.push(open);
    }
  });
  return found;
}

/** A step line over buckets, broken where nothing was measured: SVG path data. */
export function linePath(series: Series, box: Box): string {
  return pathsOf(series, box)
    .map(({ left, steps }) => `M${left}${steps}`)
    .join('');
}

/** The area under the same line. */
export function areaPath(series: Series, box: Box): string {
  return pathsOf(series, box)
    .map(({ left, steps }) => `M${left} ${box.height}L${left}${steps}V${box.height}Z`)
    .join('');
}

function pathsOf(series: Series, { width, height }: Box): { left: string; steps: string }[] {
  const step = width / Math.max(1, series.length);
  return stretchesOf(series).map(({ from, values }) => ({
    left: round(from * step),
    steps: values
      .map((value, index) => {
        const y = round(height * (1 - value));
        return `${index === 0 ? ' ' : 'V'}${y}H${round((from + index + 1) * step)}`;
      })
      .join(''),
  }));
}

/** The mean of what was measured; undefined where nothing was. */
export function meanOf(series: Series): number | undefined {
  const values = series.filter((value) => value !== null);
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The newest measured value. */
export function newestOf(series: Series): number | undefined {
  return series.findLast((value) => value !== null) ?? undefined;
}
