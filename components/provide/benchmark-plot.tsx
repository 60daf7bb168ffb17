import {
  BENCHMARK_FIGURES,
  type BenchmarkFigure,
  type MachinePeers,
  type PeerFigure,
} from '@/lib/providers/machine-api';
import { formatBytes, formatFuel } from '@/lib/shared/quantity.view';

const LABELS: Record<BenchmarkFigure, string> = {
  fuelPerSecond: 'Engine, fuel a second',
  memoryBytesPerSecond: 'Memory, bytes a second',
  diskBytesPerSecond: 'Disk, bytes a second',
  gpuFlopsPerSecond: 'GPU, operations a second',
};

/** What was measured beside what machines of others reached: P10, median and P90. */
export function BenchmarkPlot({ peers }: { peers: MachinePeers }) {
  const figures = BENCHMARK_FIGURES.filter(
    (name) => name !== 'gpuFlopsPerSecond' || peers.figures[name].own !== null,
  );
  return (
    <ul className="flex flex-col gap-4">
      {figures.map((name) => (
        <li key={name}>
          <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3">
            <span>{LABELS[name]}</span>
            <span className="tabular font-medium">{figureWord(name, peers.figures[name].own)}</span>
          </div>
          <PeerStrip name={name} figure={peers.figures[name]} />
        </li>
      ))}
    </ul>
  );
}

function PeerStrip({ name, figure }: { name: BenchmarkFigure; figure: PeerFigure }) {
  const { own, spread, count } = figure;
  if (!spread) {
    return <p className="text-muted text-xs">No other machine on the market has told this yet.</p>;
  }
  const most = Math.max(spread.p90, own ?? 0) * 1.08;
  const place = (value: number) => `${((value / most) * 100).toFixed(2)}%`;
  const words = `P10 ${figureWord(name, spread.p10)}, median ${figureWord(name, spread.median)}, P90 ${figureWord(name, spread.p90)}`;
  return (
    <>
      <div
        className="relative h-4"
        role="img"
        aria-label={`${words}; yours ${figureWord(name, own)}`}
      >
        <span className="absolute inset-x-0 top-1.5 h-1 rounded-full bg-border" />
        <span
          className="absolute top-1.5 h-1 rounded-full bg-border-strong"
          style={{ left: place(spread.p10), right: `calc(100% - ${place(spread.p90)})` }}
        />
        <span
          className="absolute top-0.5 h-3 w-px bg-text"
          style={{ left: place(spread.median) }}
        />
        {own === null ? null : (
          <span
            className="absolute top-0.5 size-3 -translate-x-1/2 rounded-full border-2 border-surface bg-accent"
            style={{ left: place(own) }}
          />
        )}
      </div>
      <p className="tabular text-muted text-xs">
        {words}, of {count} {count === 1 ? 'machine' : 'machines'}
        {own === null
          ? ''
          : own >= spread.median
            ? '. Yours is not below the median.'
            : '. Yours is below the median.'}
      </p>
    </>
  );
}

/** A figure with its unit: "1.2 G/s", "4.2 GiB/s". */
export function figureWord(name: BenchmarkFigure, value: number | null): string {
  if (value === null) return 'not measured yet';
  if (name === 'fuelPerSecond') return `${formatFuel(BigInt(Math.round(value)))}/s`;
  if (name === 'gpuFlopsPerSecond') return `${(value / 1e12).toPrecision(3)} TFLOP/s`;
  return `${formatBytes(value)}/s`;
}
