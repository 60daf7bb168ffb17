import {
  BENCHMARK_FIGURES,
  type BenchmarkFigure,
  type MachinePeers,
  type PeerFigure,
} from '@/lib/providers/machine-api';
import { formatBytes, formatFuel } from '@/lib/shared/quantity.view';
import { SpreadLine } from './spread-line';

const LABELS: Record<BenchmarkFigure, string> = {
  fuelPerSecond: 'Engine, fuel a second',
  memoryBytesPerSecond: 'Memory, bytes a second',
  diskBytesPerSecond: 'Disk, bytes a second',
  gpuFlopsPerSecond: 'GPU, single precision',
};

interface BenchmarkPlotProps {
  peers: MachinePeers;
  /** Whether the machine has cards. */
  hasGpu: boolean;
}

/** What was measured beside what machines of others reached: P10, median and P90. */
export function BenchmarkPlot({ peers, hasGpu }: BenchmarkPlotProps) {
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
      {hasGpu && peers.figures.gpuFlopsPerSecond.own === null ? (
        <li>
          <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3">
            <span>{LABELS.gpuFlopsPerSecond}</span>
            <span className="text-muted">not measured</span>
          </div>
          <p className="text-muted text-xs">
            Cards of NVIDIA are measured while nothing else runs on them; of others, the speed seen
            in deals tells.
          </p>
        </li>
      ) : null}
    </ul>
  );
}

function PeerStrip({ name, figure }: { name: BenchmarkFigure; figure: PeerFigure }) {
  const { own, spread, count } = figure;
  if (!spread) {
    return <p className="text-muted text-xs">No other machine on the market has told this yet.</p>;
  }
  const words = `P10 ${figureWord(name, spread.p10)}, median ${figureWord(name, spread.median)}, P90 ${figureWord(name, spread.p90)}`;
  return (
    <>
      <SpreadLine {...spread} own={own} label={`${words}; yours ${figureWord(name, own)}`} />
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
