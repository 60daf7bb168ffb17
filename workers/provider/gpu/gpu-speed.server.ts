import { openCudaDriver } from './cuda-driver.server';
import {
  BLOCK_THREADS,
  BLOCKS_PER_PROCESSOR,
  KERNEL_NAME,
  multiplyAddKernel,
  OPERATIONS_PER_ROUND,
} from './multiply-add-kernel';

const FIRST_ROUNDS = 64;
/** Long against a launch, short against what a driver allows a card that also draws a screen. */
const TARGET_SECONDS = 0.05;
const MOST_ROUNDS = 2 ** 24;
const REPEATS = 5;

/**
 * Operations of single precision a second of each device that NVIDIA's driver lists, by its order: the
 * best of five runs, after one that wakes it.
 *
 * @throws Error without the driver, or where it refuses: another program has the device for itself
 */
export function gpuSpeeds(): number[] {
  const driver = openCudaDriver();
  return Array.from({ length: driver.deviceCount() }, (_, number) =>
    driver.withDevice(number, ({ processors }) => {
      const blocks = processors * BLOCKS_PER_PROCESSOR;
      const secondsOf = (rounds: number) =>
        driver.timeKernel(multiplyAddKernel(rounds), KERNEL_NAME, blocks, BLOCK_THREADS);
      const longer = (rounds: number) =>
        Math.min(MOST_ROUNDS, Math.ceil((rounds * TARGET_SECONDS) / secondsOf(rounds)));
      // The first run also wakes the device: the second tells how long the others are to be.
      const rounds = longer(longer(FIRST_ROUNDS));
      const seconds = Math.min(...Array.from({ length: REPEATS }, () => secondsOf(rounds)));
      return (blocks * BLOCK_THREADS * rounds * OPERATIONS_PER_ROUND) / seconds;
    }),
  );
}
