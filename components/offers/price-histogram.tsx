import { memo } from 'react';
import type { PriceSpread } from '@/lib/offers/search/offer-summary.query';
import { formatCount, formatSignificant } from '@/lib/shared/quantity.view';

interface PriceHistogramProps {
  prices: PriceSpread;
  /** The token's symbol. */
  unit: string;
  /** Asks for offers of at most this. */
  onMost: (price: number) => void;
}

const WIDTH = 240;
const HEIGHT = 56;

/** How the offers that fit spread over the estimated total, with P10, median and P90 as handles. */
export const PriceHistogram = memo(function PriceHistogram(props: PriceHistogramProps) {
  const { prices, unit, onMost } = props;
  const { bins, from, step, p10, median, p90 } = prices;
  const highest = Math.max(1, ...bins);
  const bar = WIDTH / bins.length;
  const bars = bins.map((count, index) => {
    if (count === 0) return '';
    const height = Math.max(1.5, (count / highest) * (HEIGHT - 2));
    return `M${index * bar + 0.5} ${HEIGHT}v${-height}h${bar - 1}v${height}z`;
  });
  const marks = [
    { name: 'P10', value: p10 },
    { name: 'median', value: median },
    { name: 'P90', value: p90 },
  ];
  const place = (price: number) =>
    step === 0 ? WIDTH / 2 : Math.min(WIDTH, ((price - from) / step) * bar);
  return (
    <figure>
      <figcaption className="mb-2 flex justify-between gap-2 text-xs">
        <span className="font-medium text-sm">Estimated total</span>
        <span className="text-muted">{unit}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block h-14 w-full"
      >
        <path d={bars.join('')} className="fill-accent/60" />
        {marks.map(({ name, value }) => (
          <line
            key={name}
            x1={place(value)}
            x2={place(value)}
            y1={0}
            y2={HEIGHT}
            className="stroke-text"
            strokeWidth={1}
            strokeDasharray={name === 'median' ? undefined : '3 3'}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <ul className="mt-1.5 grid grid-cols-3 border-border border-t pt-1.5 text-xs">
        {marks.map(({ name, value }, index) => (
          <li key={name} className={index === 0 ? '' : index === 2 ? 'text-right' : 'text-center'}>
            <button
              type="button"
              className="group text-inherit"
              title={`Ask for at most ${priceText(value)} ${unit}`}
              onClick={() => onMost(Math.ceil(value * 1e6) / 1e6)}
            >
              <span className="block text-muted">{name}</span>
              <span className="tabular group-hover:text-accent">{priceText(value)}</span>
              <span className="sr-only"> {unit}: ask for at most this</span>
            </button>
          </li>
        ))}
      </ul>
      <details className="mt-1 text-xs">
        <summary className="link inline">As a table</summary>
        <table className="tabular mt-1 w-full">
          <thead>
            <tr className="text-muted">
              <th scope="col" className="text-left font-normal">
                From
              </th>
              <th scope="col" className="text-right font-normal">
                Offers
              </th>
            </tr>
          </thead>
          <tbody>
            {bins.map((count, index) =>
              count === 0 ? null : (
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the bin
                <tr key={index}>
                  <td>{priceText(from + index * step)}</td>
                  <td className="text-right">{formatCount(count)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </details>
    </figure>
  );
});

/** Three significant digits, of small prices as of large. */
export function priceText(price: number): string {
  return formatSignificant(price, 3);
}
