import { quantileOf } from '@/lib/offers/offer-query';

interface PriceHistogramProps {
  /** Price of a G of fuel, in whole tokens. */
  prices: readonly number[];
  unit: string;
}

const BINS = 16;

/** How offers spread over the fuel price, with the marks P10, median and P90. */
export function PriceHistogram({ prices, unit }: PriceHistogramProps) {
  const sorted = [...prices].sort((a, b) => a - b);
  const least = sorted[0];
  const most = sorted.at(-1);
  if (least === undefined || most === undefined || sorted.length < 2) return null;
  const span = most - least || 1;
  const bins = Array.from({ length: BINS }, () => 0);
  for (const price of sorted) {
    const index = Math.min(BINS - 1, Math.floor(((price - least) / span) * BINS));
    bins[index] = (bins[index] ?? 0) + 1;
  }
  const highest = Math.max(...bins);
  const marks = [
    { name: 'P10', value: quantileOf(sorted, 0.1) ?? least },
    { name: 'median', value: quantileOf(sorted, 0.5) ?? least },
    { name: 'P90', value: quantileOf(sorted, 0.9) ?? most },
  ];
  return (
    <figure>
      <figcaption className="mb-2 text-muted text-xs">Price of 1 G fuel, {unit}</figcaption>
      <div aria-hidden className="flex h-12 items-end gap-px">
        {bins.map((count, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the bin
            key={index}
            className="min-h-px grow rounded-t-[2px] bg-accent/70"
            style={{ height: `${(count / highest) * 100}%` }}
          />
        ))}
      </div>
      <dl className="mt-2 grid grid-cols-3 border-border border-t pt-1.5 text-xs">
        {marks.map(({ name, value }, index) => (
          <div key={name} className={index === 0 ? '' : index === 2 ? 'text-right' : 'text-center'}>
            <dt className="text-muted">{name}</dt>
            <dd className="tabular">{value.toFixed(4).replace(/0{1,2}$/, '')}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}
