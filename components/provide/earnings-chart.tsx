import { Amount } from '@/components/ui/amount';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { type EarningsBar, runningTotals } from '@/lib/providers/earnings';
import { formatAmount } from '@/lib/shared/amount.view';
import { greatest, least } from '@/lib/shared/integer';
import { bucketWord, ChartAxis } from './chart-axis';

const STEP = 12;
const BAR = 8;
const HEIGHT = 120;
/** A cent is still seen beside a fortune. */
const LEAST_HEIGHT = 2;

interface EarningsChartProps {
  bars: readonly EarningsBar[];
  /** Length of a bar in seconds. */
  step: number;
}

/** Earned and lost by hour or day, the sum of both as a line on a scale of its own, a table behind. */
export function EarningsChart({ bars, step }: EarningsChartProps) {
  const totals = runningTotals(bars);
  const sum = (pick: (bar: EarningsBar) => bigint) =>
    bars.reduce((total, bar) => total + pick(bar), 0n);
  const [earned, lost] = [sum((bar) => bar.earned), sum((bar) => bar.lost)];
  const up = bars.reduce((most, bar) => greatest(most, bar.earned), 0n);
  const down = bars.reduce((most, bar) => greatest(most, bar.lost), 0n);
  const zero = HEIGHT * shareOf(up, up + down, 1);
  const heightOf = (amount: bigint) =>
    amount === 0n ? 0 : Math.max(LEAST_HEIGHT, HEIGHT * shareOf(amount, up + down, 0));
  const width = bars.length * STEP;
  const traded = bars.filter(({ deals }) => deals > 0);
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-baseline gap-x-5 gap-y-1 text-muted text-xs">
        <Key color="bg-safe">
          Earned <Amount value={earned} className="text-text" />
        </Key>
        {lost > 0n ? (
          <Key color="bg-wrong">
            Lost <Amount value={lost} className="text-text" />
          </Key>
        ) : null}
        <Key color="h-0.5 bg-accent">
          Together <Amount value={earned - lost} signed className="text-text" />, as a line
        </Key>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={`Earned ${formatAmount(earned)}, lost ${formatAmount(lost)} in ${traded.length} of ${bars.length} bars; the table below has every figure`}
        className="h-36 w-full overflow-visible"
        preserveAspectRatio="none"
      >
        {[0.25, 0.5, 0.75].map((share) => (
          <rect key={share} y={HEIGHT * share} width={width} height={0.5} fill="var(--border)" />
        ))}
        {bars.map((bar, index) => (
          <g key={bar.start} transform={`translate(${index * STEP + (STEP - BAR) / 2} 0)`}>
            <title>{`${bucketWord(bar.start, step)}: earned ${formatAmount(bar.earned)}, lost ${formatAmount(bar.lost)}, ${bar.deals} deals`}</title>
            <rect y={0} width={BAR} height={HEIGHT} fill="transparent" />
            <rect
              y={zero - heightOf(bar.earned)}
              width={BAR}
              height={heightOf(bar.earned)}
              fill="var(--safe)"
              opacity={0.85}
            />
            <rect
              y={zero}
              width={BAR}
              height={heightOf(bar.lost)}
              fill="var(--wrong)"
              opacity={0.85}
            />
          </g>
        ))}
        <rect y={zero - 0.25} width={width} height={0.75} fill="var(--border-strong)" />
        {traded.length > 0 ? (
          <polyline
            points={linePoints(totals)}
            fill="none"
            stroke="var(--accent)"
            strokeWidth={1.75}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        ) : null}
      </svg>
      <ChartAxis starts={bars.map(({ start }) => start)} step={step} />
      <details>
        <summary className="link w-fit text-xs">
          As a table{traded.length === 0 ? ': no deal was settled in this time' : ''}
        </summary>
        <Table
          caption="Earnings by time of settlement (UTC)"
          head={
            <>
              <Th>From</Th>
              <Th numeric className="max-sm:hidden">
                Deals
              </Th>
              <Th numeric>Earned</Th>
              <Th numeric>Lost</Th>
              <Th numeric>Together</Th>
            </>
          }
        >
          {bars.map((bar, index) =>
            bar.deals === 0 ? null : (
              <Tr key={bar.start}>
                <Td className="tabular">
                  {bucketWord(bar.start, step)}
                  <span className="block text-muted text-xs sm:hidden">
                    {bar.deals} {bar.deals === 1 ? 'deal' : 'deals'}
                  </span>
                </Td>
                <Td numeric className="max-sm:hidden">
                  {bar.deals}
                </Td>
                <Td numeric>
                  <Amount value={bar.earned} unit="" ledger />
                </Td>
                <Td numeric>
                  <Amount value={bar.lost} unit="" ledger />
                </Td>
                <Td numeric>
                  <Amount value={totals[index] ?? 0n} unit="" ledger />
                </Td>
              </Tr>
            ),
          )}
        </Table>
      </details>
    </figure>
  );
}

function Key({ color, children }: { color: string; children: React.ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`inline-block h-2 w-2 rounded-[2px] ${color}`} />
      <span>{children}</span>
    </span>
  );
}

/** The running total, from the lowest to the highest over the whole height, a little inside of it. */
function linePoints(totals: readonly bigint[]): string {
  const low = totals.reduce(least, 0n);
  const high = totals.reduce(greatest, 0n);
  return totals
    .map((total, index) => {
      const y = HEIGHT - 3 - (HEIGHT - 6) * shareOf(total - low, high - low, 0.5);
      return `${index * STEP + STEP / 2},${y.toFixed(2)}`;
    })
    .join(' ');
}

function shareOf(part: bigint, whole: bigint, otherwise: number): number {
  return whole === 0n ? otherwise : Number((part * 100_000n) / whole) / 100_000;
}
