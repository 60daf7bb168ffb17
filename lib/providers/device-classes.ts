import { type Hex, keccak256, stringToBytes } from 'viem';
import { type JobKind, memoryToGrant } from './job-units';
import type { Lent, MachineReport } from './machine-report';

type Hardware = MachineReport['hardware'];
type Gpu = Hardware['gpus'][number];

/** Equal devices of a machine: an offer is for one class, and takes as many deals at once as it has devices. */
export type DeviceClass = {
  /** "cpu", or what tells one kind of card from another. */
  readonly id: string;
  /** null: jobs that need no GPU. */
  readonly gpu: (Omit<Gpu, 'vendor'> & { readonly count: number }) | null;
};

/** Every kind of card with how many there are, those with most memory first; the processor alone last. */
export function deviceClassesOf({ gpus }: Pick<Hardware, 'gpus'>): DeviceClass[] {
  const classes = new Map<string, Gpu & { count: number }>();
  for (const gpu of gpus) {
    const id = `${gpu.model}/${gpu.memoryMiB}`;
    const known = classes.get(id);
    if (known) known.count += 1;
    else classes.set(id, { ...gpu, count: 1 });
  }
  const cards = [...classes].map(([id, { vendor, ...gpu }]): DeviceClass => ({ id, gpu }));
  cards.sort((a, b) => (b.gpu?.memoryMiB ?? 0) - (a.gpu?.memoryMiB ?? 0));
  return [...cards, { id: 'cpu', gpu: null }];
}

/** A model as offers name it: keccak256 of its name in UTF-8. */
export function gpuModelIdOf(model: string): Hex {
  return keccak256(stringToBytes(model));
}

/** What one deal of a class can have, in the units of offers, when `concurrent` run at once: of what is lent. */
export function shareOf(
  hardware: Hardware,
  concurrent: number,
  kind: JobKind = 'wasm',
  lent?: Lent,
): { readonly cpuMilli: number; readonly memoryMiB: number; readonly storageMiB: number } {
  const each = Math.max(1, concurrent);
  const storageMiB = Math.min(
    MAX_STORAGE_MIB,
    Math.max(1, Math.floor((lent?.storageMiB ?? hardware.diskFreeMiB / 4) / each)),
  );
  // The rest of the memory is the system's, and what the engine takes for each job.
  const share = Math.floor((lent?.memoryMiB ?? hardware.memoryMiB * 0.75) / each);
  const memoryMiB = Math.max(16, memoryToGrant(kind, share, storageMiB));
  return {
    cpuMilli: Math.max(100, Math.floor((lent?.cpuMilli ?? hardware.cpuCount * 1_000) / each)),
    memoryMiB: Math.min(MAX_MEMORY_MIB, memoryMiB),
    storageMiB,
  };
}

/** More than any job has asked for; an offer's fields have room for 4 PiB. */
const MAX_MEMORY_MIB = 1_048_576;
/** Outputs that a directory takes: with more there is no receipt. */
const MAX_STORAGE_MIB = 64;
