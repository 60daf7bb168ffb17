import type { LentGpu } from '../oci/gpu-pool';

/**
 * The GPUs that Slurm gave a job, as engines of containers name them.
 *
 * SLURM_JOB_GPUS has their numbers on the node. CUDA_VISIBLE_DEVICES does only where devices are not
 * constrained: with `ConstrainDevices=yes` Slurm numbers each job's from 0, and every job of the node
 * would name the same one.
 *
 * @see https://slurm.schedmd.com/gres.html
 * @param env of the job: "0,2" or, from some versions on, "0-1,3"
 */
export function nodeGpusOf(env: Readonly<Record<string, string | undefined>>): readonly LentGpu[] {
  const list = env.SLURM_JOB_GPUS || env.CUDA_VISIBLE_DEVICES || '';
  const numbers = list.split(',').flatMap(numbersOf);
  return [...new Set(numbers)].map((number) => ({ name: `nvidia.com/gpu=${number}` }));
}

/** A node has fewer. */
const MOST = 64;

function numbersOf(part: string): number[] {
  const [, first, last = first] = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part.trim()) ?? [];
  if (first === undefined) return [];
  const length = Math.min(MOST, Number(last) - Number(first) + 1);
  return Array.from({ length: Math.max(0, length) }, (_, index) => Number(first) + index);
}
