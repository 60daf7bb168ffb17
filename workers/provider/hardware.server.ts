import { availableParallelism, totalmem } from 'node:os';

/**
 * What this machine can give one job: processor, half of its memory up to 16 GiB, and the outputs that
 * a directory takes (64 MiB: with more there is no receipt). No GPU yet.
 */
export function hardwareOf() {
  const memoryMiB = Math.floor(totalmem() / 2 ** 20 / 2);
  return {
    cpuMilli: availableParallelism() * 1_000,
    memoryMiB: Math.min(16_384, memoryMiB),
    storageMiB: 64,
    gpuCount: 0,
    gpuMemoryMiB: 0,
  };
}
