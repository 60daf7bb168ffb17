import { Amount } from '@/components/ui/amount';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { type PaidRun, type PriceSpan, priceSpans } from '@/lib/modules/price-history';
import { cn } from '@/lib/shared/class-names';
import { greatest, least as lesser } from '@/lib/shared/integer';
import { formatInstant } from '@/lib/shared/time.view';

const WIDTH = 600;
const HEIGHT = 120;
/** Room for a dot at the edge. */
const EDGE = 6;
const SPANS = 24;

/** What paid runs cost over time: a dot each, and the median of each span; a table behind it. */
export function PriceHistory({ runs }: { runs: readonly PaidRun[] }) {
  const spans = priceSpans(runs, SPANS);
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) {
    return (
      <p className="text-muted">
        Nobody has paid for a run yet. The first accepted result starts the history.
      </p>
    );
  }
  const least = spans.reduce((low, span) => lesser(span.least, low), first.least);
  const most = spans.reduce((high, span) => greatest(span.most, high), first.most);
  const place = placeIn(first.from, last.until, least, most);
  return (
    <figure className="flex flex-col gap-2">
      <div className="flex gap-3">
        <div
          className={cn(
            'tabular flex shrink-0 flex-col py-0.5 text-right text-muted text-xs',
            most === least ? 'justify-center' : 'justify-between',
          )}
        >
          <Amount value={most} />
          {most === least ? null : <Amount value={least} />}
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Prices of the ${runs.length} newest paid runs; the table below has every figure`}
          className="h-32 min-w-0 grow border-border border-b border-l"
        >
          <path d={dotsOf(runs, place)} className="stroke-border-strong" {...DOT} />
          <path
            d={lineOf(spans, place)}
            fill="none"
            className="stroke-accent"
            strokeWidth={2}
            strokeLinejoin="round"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </div>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-muted text-xs">
        <span className="tabular">{dayOf(first.from)}</span>
        <span>
          <span aria-hidden className="mr-1.5 inline-block h-0.5 w-4 bg-accent align-middle" />
          median of each span
          <span
            aria-hidden
            className="mr-1.5 ml-3 inline-block size-1.5 rounded-full bg-border-strong align-middle"
          />
          one run
        </span>
        <span className="tabular">{dayOf(last.until - 1)}</span>
      </figcaption>
      <details>
        <summary className="cursor-pointer text-muted text-xs hover:text-text">As a table</summary>
        <SpanTable spans={spans} />
      </details>
    </figure>
  );
}

const DOT = { strokeWidth: 5, strokeLinecap: 'round', vectorEffect: 'non-scaling-stroke' } as const;

type Place = (at: number, price: bigint) => string;

/** Where a price stands in the picture; in the middle where there is one time or one price. */
function placeIn(from: number, until: number, least: bigint, most: bigint): Place {
  const round = (value: number) => Math.round(10 * value) / 10;
  return (at, price) => {
    const across = until - from <= 1 ? 0.5 : (at - from) / (until - from);
    const up = most === least ? 0.5 : Number(((price - least) * 10_000n) / (most - least)) / 10_000;
    const x = EDGE + across * (WIDTH - 2 * EDGE);
    return `${round(x)} ${round(HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE))}`;
  };
}

/** Lines without length: their round ends are dots that no stretching bends. */
function dotsOf(runs: readonly PaidRun[], place: Place): string {
  return runs.map(({ at, price }) => `M${place(at, price)}h0`).join('');
}

function lineOf(spans: readonly PriceSpan[], place: Place): string {
  return spans
    .map(
      ({ from, until, median }, index) =>
        `${index === 0 ? 'M' : 'L'}${place((from + until) / 2, median)}`,
    )
    .join('');
}

function SpanTable({ spans }: { spans: readonly PriceSpan[] }) {
  return (
    <Table
      caption="Prices by time"
      head={
        <>
          <Th>From</Th>
          <Th numeric>Runs</Th>
          <Th numeric>Least</Th>
          <Th numeric>Median</Th>
          <Th numeric>Most</Th>
        </>
      }
    >
      {spans.map(({ from, runs, least, median, most }) => (
        <Tr key={from}>
          <Td className="tabular">{formatInstant(from)}</Td>
          <Td numeric>{runs}</Td>
          <Td numeric>
            <Amount value={least} ledger />
          </Td>
          <Td numeric>
            <Amount value={median} ledger />
          </Td>
          <Td numeric>
            <Amount value={most} ledger />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

const dayOf = (at: number) => formatInstant(at).slice(0, 16);
