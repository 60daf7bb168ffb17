import { type MachineReport, oneLine } from '../../../lib/providers/machine-report';

/** A device as the tools of its maker tell of it. */
export type FoundGpu = MachineReport['hardware']['gpus'][number] & {
  /** How busy it is, 0..1; null where its tool does not tell. */
  readonly load: number | null;
  /** Its number among the devices of its maker, by which CDI names it too. */
  readonly index: number;
  /** Whether it is split into parts (MIG): as a whole no job gets it. */
  readonly isSplit: boolean;
};

const MOST_GPUS = 64;
/** What stands for the memory of a device that shares its machine's, and has none to count. */
const SHARED_MEMORY = /^\[(n\/a|not supported)\]$/i;
const MIB = 1024 * 1024;

/** What parseNvidiaSmi reads. */
export const NVIDIA_QUERY = [
  '--query-gpu=index,name,memory.total,driver_version,ecc.mode.current,utilization.gpu',
  '--format=csv,noheader,nounits',
] as const;

/** What parseRocmSmi reads. */
export const ROCM_QUERY = [
  '--showproductname',
  '--showmeminfo',
  'vram',
  '--showdriverversion',
  '--showuse',
  '--json',
] as const;

/**
 * Devices by what `nvidia-smi` printed for NVIDIA_QUERY: a line each. Lines that are none (a warning,
 * an error) are left out.
 *
 * @param banner what `nvidia-smi` prints without arguments: it alone names the CUDA version, and which
 *   cards are split without a question that older drivers do not know
 */
export function parseNvidiaSmi(csv: string, banner = ''): FoundGpu[] {
  const runtime = /CUDA Version\s*:\s*([\d.]{1,20})/.exec(banner)?.[1] ?? '';
  const split = splitCards(banner);
  const gpus: FoundGpu[] = [];
  for (const line of csv.split('\n')) {
    const fields = line.split(',').map((field) => field.trim());
    const [memory, driver, ecc, use] = fields.slice(-4);
    const model = oneLine(fields.slice(1, -4).join(', '), 200);
    const memoryMiB = SHARED_MEMORY.test(memory ?? '') ? 0 : numberOf(memory);
    const index = numberOf(fields[0]);
    if (fields.length < 6 || model === '' || memoryMiB === null || index === null) continue;
    const load = numberOf(use);
    gpus.push({
      model,
      vendor: 'nvidia',
      memoryMiB,
      driver: oneLine(driver ?? '', 100),
      runtime,
      ecc: ecc === 'Enabled' ? true : ecc === 'Disabled' ? false : null,
      load: load === null ? null : Math.min(1, load / 100),
      index,
      isSplit: split.has(index),
    });
    if (gpus.length === MOST_GPUS) break;
  }
  return gpus;
}

/** Numbers of the cards whose last line in the banner's first table says that MIG is on. */
function splitCards(banner: string): ReadonlySet<number> {
  const [cards = ''] = banner.split(/\|\s+(?:MIG devices|Processes):/);
  const split = new Set<number>();
  for (const card of cards.split(/^\+[-=+]+\+\s*$/m)) {
    const index = /^\|\s+(\d{1,3})\s+\S/m.exec(card)?.[1];
    if (index !== undefined && /\|\s+Enabled\*?\s+\|\s*$/.test(card)) split.add(Number(index));
  }
  return split;
}

/** Devices by what `rocm-smi` printed for ROCM_QUERY; none where it is no such JSON. */
export function parseRocmSmi(text: string): FoundGpu[] {
  let whole: unknown;
  try {
    // Some versions put warnings before the JSON.
    whole = JSON.parse(text.slice(Math.max(0, text.indexOf('{'))));
  } catch {
    return [];
  }
  if (!isRecord(whole)) return [];
  const driver = textIn(whole.system, /^driver version$/i);
  return Object.entries(whole)
    .filter(([name, card]) => /^card\d+$/.test(name) && isRecord(card))
    .slice(0, MOST_GPUS)
    .flatMap(([name, card]): FoundGpu[] => {
      const bytes = numberOf(textIn(card, /^vram total memory \(b\)$/i));
      if (bytes === null) return [];
      const model = textIn(card, /^card series$/i) || textIn(card, /^card model$/i) || 'AMD GPU';
      const load = numberOf(textIn(card, /^gpu use \(%\)$/i));
      return [
        {
          model: oneLine(model, 200),
          vendor: 'amd',
          memoryMiB: Math.floor(bytes / MIB),
          driver: oneLine(driver, 100),
          runtime: '',
          ecc: null,
          load: load === null ? null : Math.min(1, load / 100),
          index: Number(name.slice('card'.length)),
          isSplit: false,
        },
      ];
    });
}

/** A whole number of 0 or more that JavaScript holds exactly; null for anything else. */
function numberOf(text: string | undefined): number | null {
  const value = text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textIn(card: unknown, name: RegExp): string {
  if (!isRecord(card)) return '';
  const [, value] = Object.entries(card).find(([key]) => name.test(key)) ?? [];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
