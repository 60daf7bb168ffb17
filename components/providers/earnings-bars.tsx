import { Amount } from '@/components/ui/amount';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { EarningsDay } from '@/lib/providers/provider-history.query';
import { formatAmount } from '@/lib/shared/amount.view';
import { greatest } from '@/lib/shared/integer';
import { formatInstant } from '@/lib/shared/time.view';

const STEP = 12;
const BAR = 8;
const HALF = 56;
/** A cent is still seen beside a fortune. */
const LEAST_HEIGHT = 2;

/** What deals settled on each day left a provider with: gains up, losses down; a table behind it. */
export function EarningsBars({ days }: { days: readonly EarningsDay[] }) {
  const most = days.reduce((max, { earned, lost }) => greatest(max, greatest(earned, lost)), 0n);
  const traded = days.filter(({ deals }) => deals > 0);
  const height = (amount: bigint) =>
    amount === 0n ? 0 : Math.max(LEAST_HEIGHT, Number((amount * BigInt(HALF * 100)) / most) / 100);
  const sum = (pick: (day: EarningsDay) => bigint) =>
    days.reduce((total, day) => total + pick(day), 0n);
  const width = days.length * STEP;
  return (
    <figure className="flex flex-col gap-3">
      <figcaption className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-xs">
        <span>
          Earned <Amount value={sum(({ earned }) => earned)} className="text-safe" />
        </span>
        <span>
          Lost <Amount value={sum(({ lost }) => lost)} className="text-wrong" />
        </span>
        <span>Last {days.length} days, by the day of settlement (UTC)</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${2 * HALF + 1}`}
        role="img"
        aria-label={`Earnings of ${days.length} days; the table below has every figure`}
        className="h-28 w-full"
        preserveAspectRatio="none"
      >
        {days.map(({ day, earned, lost }, index) => (
          <g key={day} transform={`translate(${index * STEP + (STEP - BAR) / 2} 0)`}>
            <title>{`${dateOf(day)}: earned ${formatAmount(earned)}, lost ${formatAmount(lost)}`}</title>
            <rect
              y={HALF - height(earned)}
              width={BAR}
              height={height(earned)}
              fill="var(--safe)"
            />
            <rect y={HALF + 1} width={BAR} height={height(lost)} fill="var(--wrong)" />
          </g>
        ))}
        <rect y={HALF} width={width} height={1} fill="var(--border-strong)" />
      </svg>
      <details>
        <summary className="cursor-pointer text-muted text-xs hover:text-text">
          As a table{traded.length === 0 ? ': no deal was settled in this time' : ''}
        </summary>
        <Table
          caption="Earnings by day"
          head={
            <>
              <Th>Day</Th>
              <Th numeric>Deals</Th>
              <Th numeric>Earned</Th>
              <Th numeric>Lost</Th>
            </>
          }
        >
          {traded.map(({ day, deals, earned, lost }) => (
            <Tr key={day}>
              <Td className="tabular">{dateOf(day)}</Td>
              <Td numeric>{deals}</Td>
              <Td numeric>
                <Amount value={earned} ledger />
              </Td>
              <Td numeric>
                <Amount value={lost} ledger />
              </Td>
            </Tr>
          ))}
        </Table>
      </details>
    </figure>
  );
}

const dateOf = (day: number) => formatInstant(day).slice(0, 10);
