import { expect, it } from 'vitest';
import { nodeGpusOf } from './node-gpus';

const namesOf = (env: Record<string, string>) => nodeGpusOf(env).map(({ name }) => name);

it('gives two jobs of a node that constrains devices different GPUs', () => {
  // Slurm numbers what a job sees from 0; what it holds is the other variable's matter.
  expect(namesOf({ CUDA_VISIBLE_DEVICES: '0', SLURM_JOB_GPUS: '0' })).toEqual(['nvidia.com/gpu=0']);
  expect(namesOf({ CUDA_VISIBLE_DEVICES: '0', SLURM_JOB_GPUS: '3' })).toEqual(['nvidia.com/gpu=3']);
});

it('takes the devices that a job sees where Slurm does not say which it holds', () => {
  expect(namesOf({ CUDA_VISIBLE_DEVICES: '1,2' })).toEqual([
    'nvidia.com/gpu=1',
    'nvidia.com/gpu=2',
  ]);
  expect(namesOf({ CUDA_VISIBLE_DEVICES: '1', SLURM_JOB_GPUS: '' })).toEqual(['nvidia.com/gpu=1']);
});

it('reads ranges, and nothing that is no number', () => {
  expect(namesOf({ SLURM_JOB_GPUS: '0-1,3' })).toEqual(
    [0, 1, 3].map((number) => `nvidia.com/gpu=${number}`),
  );
  expect(namesOf({})).toEqual([]);
  expect(namesOf({ CUDA_VISIBLE_DEVICES: 'NoDevFiles' })).toEqual([]);
  expect(namesOf({ SLURM_JOB_GPUS: '3-1,2-x,-1,0-999' })).toHaveLength(64);
});
