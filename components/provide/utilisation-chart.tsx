import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { HistoryPoint, MachineHistory } from '@/lib/providers/machine-api';
import { percentText } from '@/lib/shared/percent.view';
import { bucketWord, ChartAxis } from './chart-axis';
import { areaPath, linePath, meanOf, newestOf, type Series } from './chart-paths';

const BOX = { width: 400, height: 40 };

interface UtilisationChartProps {
  history: MachineHistory;
  hasGpu: boolean;
}

const ROWS: readonly { key: 'cpu' | 'memory' | 'gpu'; label: string }[] = [
  { key: 'cpu', label: 'Processor' },
  { key: 'memory', label: 'Memory' },
  { key: 'gpu', label: 'GPU' },
];

/** How busy a machine was, as its agent told: one small picture each, gaps where it was silent. */
export function UtilisationChart({ history, hasGpu }: UtilisationChartProps) {
  const { items, step } = history;
  const rows = ROWS.filter(({ key }) => key !== 'gpu' || hasGpu);
  return (
    <figure className="flex flex-col gap-3">
      {rows.map(({ key, label }) => (
        <UtilisationRow key={key} label={label} series={items.map((point) => point[key])} />
      ))}
      <ChartAxis starts={items.map(({ at }) => at)} step={step} />
      <details>
        <summary className="link w-fit text-xs">As a table</summary>
        <Table
          caption="Utilisation, newest first (UTC)"
          head={
            <>
              <Th>From</Th>
              <Th numeric className="max-sm:hidden">
                On
              </Th>
              {rows.map(({ key, label }) => (
                <Th key={key} numeric>
                  {label}
                </Th>
              ))}
              <Th numeric className="max-sm:hidden">
                Running
              </Th>
              <Th numeric className="max-sm:hidden">
                Waiting
              </Th>
            </>
          }
        >
          {items
            .filter(({ up }) => (up ?? 0) > 0)
            .reverse()
            .map((point) => (
              <Tr key={point.at}>
                <Td className="tabular whitespace-nowrap">
                  {bucketWord(point.at, step)}
                  <span className="block text-muted text-xs sm:hidden">
                    {countWord(point, 'running')} running, {countWord(point, 'queued')} waiting
                  </span>
                </Td>
                <Td numeric className="max-sm:hidden">
                  {percent(point.up)}
                </Td>
                {rows.map(({ key }) => (
                  <Td key={key} numeric>
                    {percent(point[key])}
                  </Td>
                ))}
                <Td numeric className="max-sm:hidden">
                  {countWord(point, 'running')}
                </Td>
                <Td numeric className="max-sm:hidden">
                  {countWord(point, 'queued')}
                </Td>
              </Tr>
            ))}
        </Table>
      </details>
    </figure>
  );
}

function UtilisationRow({ label, series }: { label: string; series: Series }) {
  const [mean, newest] = [meanOf(series), newestOf(series)];
  const told = series.map((value) => (value === null ? null : Math.min(1, value)));
  return (
    <div>
      <div className="mb-1 flex items-baseline justify-between gap-3 text-xs">
        <span className="font-medium">{label}</span>
        <span className="tabular text-muted">
          {newest === undefined || mean === undefined ? (
            'not measured yet'
          ) : (
            <>
              <span className="text-text">{percent(newest)}</span> newest, {percent(mean)} in the
              mean
            </>
          )}
        </span>
      </div>
      <svg
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${mean === undefined ? 'not measured' : `${percent(mean)} in the mean`}; the table below has every figure`}
        className="block h-12 w-full rounded-[3px] bg-raised/60"
      >
        <line
          x2={BOX.width}
          y1={BOX.height / 2}
          y2={BOX.height / 2}
          stroke="var(--border)"
          vectorEffect="non-scaling-stroke"
        />
        <path d={areaPath(told, BOX)} fill="var(--accent)" opacity={0.18} />
        <path
          d={linePath(told, BOX)}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}

function countWord(point: HistoryPoint, key: 'running' | 'queued'): string {
  const value = point[key];
  return value === null ? '–' : value.toFixed(1).replace(/\.0$/, '');
}

/** A share in whole percent; a dash where it is not known. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : percentText(Math.round(share * 100));
}
