import type { DeviceClass } from '../providers/device-classes';
import { type JobKind, unitsOfJob } from '../providers/job-units';
import type { Lent, MachineReport } from '../providers/machine-report';
import { formatCount } from '../shared/quantity.view';
import type { OfferKind, ResourceTerms } from './resource-terms';

/** Outputs of one job have room on any disk: a full one keeps offers off the market while it is full. */
const LEAST_DISK_MIB = 64;
const JOB_KIND: Record<OfferKind, JobKind> = { wasm: 'wasm', container: 'oci' };
/** Behind these stand other machines than the one that reports. */
const CLUSTERS: readonly string[] = ['slurm', 'bacalhau'];

/**
 * Why a machine cannot run as many deals at once as its terms promise, in words; undefined where it
 * can, or where nobody knows: it has not reported, it stands for a cluster, or a term is no number.
 * What a job takes beside its grant is counted. Where its agent tells what it lends, that is the measure.
 */
export function roomProblem(
  terms: Pick<ResourceTerms, 'cpu' | 'memory' | 'storage' | 'concurrent'>,
  report: Pick<MachineReport, 'hardware' | 'engines' | 'lent'> | undefined,
  device: DeviceClass | undefined,
  kind: OfferKind,
): string | undefined {
  if (report === undefined) return undefined;
  const { hardware, engines, lent } = report;
  if (engines.some(({ name, state }) => state === 'ready' && CLUSTERS.includes(name))) {
    return undefined;
  }
  const atOnce = Number(terms.concurrent);
  const job = unitsOfJob(JOB_KIND[kind], {
    cpuMilli: Math.round(Number(terms.cpu) * 1_000),
    memoryMiB: Number(terms.memory),
    storageMiB: Number(terms.storage),
  });
  const disk = Math.max(LEAST_DISK_MIB, hardware.diskFreeMiB);
  const cards = device?.gpu?.count ?? 0;
  const sizes: readonly Size[] = [
    // In thousandths, which are whole: 25 times 0.28 is more than 7 where numbers are binary.
    { each: job.cpuMilli, there: hardware.cpuCount * 1_000, lent: lent?.cpuMilli, ...CORES },
    { each: job.memoryMiB, there: hardware.memoryMiB, lent: lent?.memoryMiB, ...MEMORY },
    { each: job.storageMiB, there: disk, lent: lent?.storageMiB, ...DISK },
    ...(device?.gpu ? [{ each: 1, there: cards, lent: fewerOf(lent, cards), ...CARDS }] : []),
  ];
  const short = sizes.find((size) => atOnce * size.each > mostOf(size));
  return short && wordsOf(short, atOnce);
}

type Size = {
  readonly each: number;
  readonly there: number;
  /** What its agent lends of that, where it tells. */
  readonly lent: number | undefined;
  readonly what: string;
  readonly setting: string;
  readonly unit?: number;
  /** What a job takes beside its grant. */
  readonly beside?: string;
};

const CORES = { what: 'cores', unit: 1_000, setting: 'CPU_MILLI' };
const MEMORY = {
  what: 'MiB of memory',
  beside: ' with what engine and outputs need',
  setting: 'MEMORY_MIB',
};
const DISK = { what: 'MiB of disk', setting: 'STORAGE_MIB' };
const CARDS = { what: 'such GPUs', setting: 'OCI_GPUS' };

/** Devices that are lent, where that is fewer than there are of a class. */
const fewerOf = (lent: Lent | undefined, cards: number): number | undefined =>
  lent && lent.gpuCount < cards ? lent.gpuCount : undefined;

const mostOf = ({ there, lent }: Size): number => lent ?? there;

function wordsOf(size: Size, atOnce: number): string {
  const { each, lent, what, setting, unit = 1, beside = '' } = size;
  const most = mostOf(size);
  // In whole thousandths: 999 of them are no core.
  const plain = (value: number) => formatCount(Math.round((value * 1_000) / unit) / 1_000);
  const has =
    lent === undefined
      ? `the machine has ${plain(most)}`
      : `its agent lends ${plain(most)} (${setting})`;
  if (most < each) {
    const one = each === unit ? what.replace(/^cores$/, 'core') : what;
    return `One deal alone takes ${plain(each)} ${one}${beside}, and ${has}.`;
  }
  const taken = `take ${plain(atOnce * each)} ${what}${beside}, and ${has}`;
  return `${atOnce} at once ${taken}: at most ${Math.floor(most / each)}, or give each less.`;
}
