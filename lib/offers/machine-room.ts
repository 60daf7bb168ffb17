import type { DeviceClass } from '../providers/device-classes';
import { type JobKind, unitsOfJob } from '../providers/job-units';
import type { MachineReport } from '../providers/machine-report';
import { formatCount } from '../shared/quantity.view';
import type { OfferKind, ResourceTerms } from './resource-terms';

/** Outputs of one job have room on any disk: a full one keeps offers off the market while it is full. */
const LEAST_DISK_MIB = 64;
const JOB_KIND: Record<OfferKind, JobKind> = { wasm: 'wasm', container: 'oci' };
/** Behind these stand other machines than the one that reports. */
const CLUSTERS: readonly string[] = ['slurm', 'bacalhau'];
const MEMORY = 'MiB of memory';
const BESIDE = ' with what engine and outputs need';

/**
 * Why a machine cannot run as many deals at once as its terms promise, in words; undefined where it
 * can, or where nobody knows: it has not reported, it stands for a cluster, or a term is no number.
 * What a job takes beside its grant is counted. Its agent, which may have less to lend, has the last word.
 */
export function roomProblem(
  terms: Pick<ResourceTerms, 'cpu' | 'memory' | 'storage' | 'concurrent'>,
  report: Pick<MachineReport, 'hardware' | 'engines'> | undefined,
  device: DeviceClass | undefined,
  kind: OfferKind,
): string | undefined {
  if (report === undefined) return undefined;
  const { hardware, engines } = report;
  if (engines.some(({ name, state }) => state === 'ready' && CLUSTERS.includes(name))) {
    return undefined;
  }
  const atOnce = Number(terms.concurrent);
  const job = unitsOfJob(JOB_KIND[kind], {
    cpuMilli: Math.round(Number(terms.cpu) * 1_000),
    memoryMiB: Number(terms.memory),
    storageMiB: Number(terms.storage),
  });
  const sizes = [
    // In thousandths, which are whole: 25 times 0.28 is more than 7 where numbers are binary.
    { each: job.cpuMilli, there: hardware.cpuCount * 1_000, what: 'cores', unit: 1_000 },
    { each: job.memoryMiB, there: hardware.memoryMiB, what: MEMORY },
    {
      each: job.storageMiB,
      there: Math.max(LEAST_DISK_MIB, hardware.diskFreeMiB),
      what: 'MiB of disk',
    },
    ...(device?.gpu ? [{ each: 1, there: device.gpu.count, what: 'such GPUs' }] : []),
  ];
  const short = sizes.find(({ each, there }) => atOnce * each > there);
  if (!short) return undefined;
  const { each, there, what, unit = 1 } = short;
  const most = Math.floor(there / each);
  const plain = (value: number) => formatCount(Math.round((value * 100) / unit) / 100);
  const beside = short.what === MEMORY ? BESIDE : '';
  if (most < 1) return `One deal alone takes ${plain(each)} of ${plain(there)} ${what}${beside}.`;
  const taken = `take ${plain(atOnce * each)} ${what}${beside}, and the machine has ${plain(there)}`;
  return `${atOnce} at once ${taken}: at most ${most}, or give each less.`;
}
