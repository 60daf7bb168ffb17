import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { MAX_OUTPUT_MIB, MIB } from '../../lib/content/content-limits';
import { type JobKind, memoryToGrant } from '../../lib/providers/job-units';
import type { Units } from './capacity';
import type { ProviderEnv } from './env';

type Limits = Pick<ProviderEnv, 'CPU_MILLI' | 'MEMORY_MIB' | 'STORAGE_MIB'>;

/** What jobs leave to the system and to the agent itself. */
const MEMORY_SHARE = 3 / 4;
const MOST_DISK_MIB = 64 * 1024;
const MOST_MEMORY_OF_A_JOB = 16_384;

/**
 * What all jobs together may have of this machine: what its owner allows, else processor, three
 * quarters of its memory and half of the disk that is free in `folder`.
 */
export async function capacityOf(env: Limits, folder: string, gpuCount: number): Promise<Units> {
  return {
    cpuMilli: env.CPU_MILLI ?? availableParallelism() * 1_000,
    memoryMiB: env.MEMORY_MIB ?? Math.floor((totalmem() / MIB) * MEMORY_SHARE),
    storageMiB: env.STORAGE_MIB ?? storageFor(await freeDiskMiB(folder)),
    gpuCount,
  };
}

/**
 * What jobs may have of a disk on which so much is free, in MiB: half of it. At least what one job's
 * outputs need, however full the disk is now: a full disk keeps offers off the market as long as it is
 * full (DiskWatch), and must not make those that were signed too large, nor deals that were made.
 */
export function storageFor(freeMiB: number): number {
  return Math.max(MAX_OUTPUT_MIB, Math.min(MOST_DISK_MIB, Math.floor(freeMiB / 2)));
}

/**
 * What one of `atOnce` equal jobs can be granted of this machine: its share of processor and memory
 * less what its engine takes, at most 16 GiB, and the outputs that a directory takes (64 MiB: with
 * more there is no receipt). No GPU: offers of devices say which.
 */
export function hardwareOf(kind: JobKind, total: Omit<Units, 'gpuCount'>, atOnce: number) {
  const storageMiB = Math.min(MAX_OUTPUT_MIB, total.storageMiB);
  const share = Math.floor(total.memoryMiB / atOnce);
  return {
    cpuMilli: Math.floor(total.cpuMilli / atOnce),
    memoryMiB: Math.min(MOST_MEMORY_OF_A_JOB, memoryToGrant(kind, share, storageMiB)),
    storageMiB,
    gpuCount: 0,
    gpuMemoryMiB: 0,
  };
}

/** MiB that this user may still write where `folder` lies. */
export async function freeDiskMiB(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / MIB);
}
