import { formatFuel } from '../shared/quantity.view';
import type { MachineSummary } from './machine-api';

/** A machine's hardware in a line: "AMD EPYC 9354, 64 cores, 251 GiB, 2 × NVIDIA H100 (80 GiB)". */
export function hardwareText({ hardware }: Pick<MachineSummary, 'hardware'>): string {
  const cards = new Map<string, number>();
  for (const { model, memoryMiB } of hardware.gpus) {
    const name = `${model} (${gibibytes(memoryMiB)})`;
    cards.set(name, (cards.get(name) ?? 0) + 1);
  }
  return [
    hardware.cpuModel,
    `${hardware.cpuCount} processors`,
    gibibytes(hardware.memoryMiB),
    ...[...cards].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)),
  ].join(', ');
}

/** What its benchmark gave, in a line; undefined where it was not measured. */
export function benchmarkText({
  benchmark,
}: Pick<MachineSummary, 'benchmark'>): string | undefined {
  if (!benchmark) return undefined;
  const { fuelPerSecond, memoryBytesPerSecond, diskBytesPerSecond, gpuFlopsPerSecond } = benchmark;
  const rate = (value: number | null, what: string) =>
    value === null ? [] : [`${what} ${(value / 1e9).toFixed(2)} GB/s`];
  const parts = [
    ...(fuelPerSecond === null ? [] : [`${formatFuel(BigInt(Math.round(fuelPerSecond)))}/s`]),
    ...rate(memoryBytesPerSecond, 'memory'),
    ...rate(diskBytesPerSecond, 'disk'),
    ...(gpuFlopsPerSecond === null
      ? []
      : [`GPU ${(gpuFlopsPerSecond / 1e12).toPrecision(3)} TFLOP/s`]),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

const gibibytes = (mib: number): string => `${Math.round(mib / 1_024)} GiB`;
