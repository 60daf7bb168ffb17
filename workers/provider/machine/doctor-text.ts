import type { Check } from './check';
import type { MachineDescription } from './describe-machine.server';
import { fitnessOf } from './judge-machine';

const MARK: Record<Check['outcome'], string> = {
  passed: 'ok    ',
  warning: 'warn  ',
  failed: 'FAILED',
  skipped: '-     ',
};
const TITLE_WIDTH = 24;

/** What `doctor` says on a terminal. `strict`: warnings count too. */
export function doctorText(
  { name, hardware, benchmark, checks }: MachineDescription,
  { strict, fixHints }: { readonly strict: boolean; readonly fixHints: boolean },
): string {
  const cards = hardware.gpus.map(({ model, memoryMiB }) => `${model} (${inGib(memoryMiB)})`);
  const rate = (value: number | null | undefined, unit: string) =>
    value == null ? 'not measured' : `${(value / 1e9).toFixed(2)} ${unit}/s`;
  const lines = [
    name,
    `  ${hardware.cpuModel}, ${hardware.cpuCount} processors, ${inGib(hardware.memoryMiB)} memory, ${hardware.os}`,
    `  GPU: ${cards.length > 0 ? `${cards.join(', ')}; ${teraflops(benchmark?.gpuFlopsPerSecond)}` : 'none found'}`,
    `  Engine ${rate(benchmark?.fuelPerSecond, 'gigafuel')}, memory ${rate(benchmark?.memoryBytesPerSecond, 'GB')}, disk ${rate(benchmark?.diskBytesPerSecond, 'GB')}`,
    '',
    ...checks.flatMap(({ title, outcome, detail, fix }) => [
      `${MARK[outcome]} ${title.padEnd(TITLE_WIDTH)} ${detail}`,
      ...(fixHints && fix ? [`       ${''.padEnd(TITLE_WIDTH)} ${fix}`] : []),
    ]),
    '',
    conclusionOf(checks, strict),
    ...(!fixHints && checks.some(({ fix }) => fix) ? ['--fix-hints shows what mends it.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function conclusionOf(checks: readonly Check[], strict: boolean): string {
  const of = (outcome: Check['outcome']) =>
    checks.filter((check) => check.outcome === outcome).length;
  const warnings = of('warning') === 1 ? '1 warning' : `${of('warning')} warnings`;
  const counts = `${of('passed')} passed, ${warnings}, ${of('failed')} failed, ${of('skipped')} skipped`;
  const fitness = fitnessOf(checks);
  const isFit = fitness === 'fit' || (fitness === 'warnings' && !strict);
  return `${isFit ? 'Fit' : 'Not fit'}: ${counts}.`;
}

const teraflops = (value: number | null | undefined): string =>
  value == null ? 'not measured' : `${(value / 1e12).toFixed(1)} TFLOP/s`;

const inGib = (mib: number): string => `${(mib / 1_024).toFixed(1)} GiB`;
