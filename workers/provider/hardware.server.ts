import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { MAX_OUTPUT_MIB, MIB } from '../../lib/content/content-limits';
import type { Units } from './capacity';
import type { ProviderEnv } from './env';

type Limits = Pick<ProviderEnv, 'CPU_MILLI' | 'MEMORY_MIB' | 'STORAGE_MIB' | 'GPU_COUNT'>;

/** What jobs leave to the system and to the agent itself. */
const MEMORY_SHARE = 3 / 4;
const MOST_DISK_MIB = 64 * 1024;
const MOST_MEMORY_OF_A_JOB = 16_384;

/**
 * What all jobs together may have of this machine: what its owner allows, else processor, three
 * quarters of its memory and half of the disk that is free in `folder`. GPUs only as it says.
 */
export async function capacityOf(env: Limits, folder: string): Promise<Units> {
  const disk = Math.floor((await freeDiskMiB(folder)) / 2);
  return {
    cpuMilli: env.CPU_MILLI ?? availableParallelism() * 1_000,
    memoryMiB: env.MEMORY_MIB ?? Math.floor((totalmem() / MIB) * MEMORY_SHARE),
    storageMiB: env.STORAGE_MIB ?? Math.min(MOST_DISK_MIB, disk),
    gpuCount: env.GPU_COUNT,
  };
}

/**
 * What this machine can give one job: processor, at most 16 GiB of memory, and the outputs that a
 * directory takes (64 MiB: with more there is no receipt).
 */
export function hardwareOf(total: Units, gpuMemoryMiB = 0) {
  return {
    cpuMilli: total.cpuMilli,
    memoryMiB: Math.min(MOST_MEMORY_OF_A_JOB, total.memoryMiB),
    storageMiB: Math.min(MAX_OUTPUT_MIB, total.storageMiB),
    gpuCount: total.gpuCount,
    gpuMemoryMiB,
  };
}

/** MiB that this user may still write where `folder` lies. */
export async function freeDiskMiB(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / MIB);
}
