import { expect, it } from 'vitest';
import { gpuModelIdOf } from '../../lib/providers/device-classes';
import { gpusForJobs, jobGpusOf, presentGpus } from './job-gpus';
import type { FoundGpu } from './machine/parse-gpus';

const card = (index: number, model: string, memoryMiB: number): FoundGpu => ({
  ...{ index, model, vendor: 'nvidia', memoryMiB, driver: '', runtime: '', ecc: null, load: null },
  isSplit: false,
});
const A100 = card(0, 'NVIDIA A100', 81_920);
const OTHER_A100 = { ...A100, index: 1 };
const RTX = card(1, 'NVIDIA RTX 4090', 24_564);
const SAID = { GPU_COUNT: undefined, GPU_MEMORY_MIB: 0, GPU_MODEL: undefined };

it('lends every NVIDIA device that was found, unless its owner names some or none', () => {
  const found = [A100, RTX, { ...card(0, 'AMD', 1), vendor: 'amd' as const }];
  expect(jobGpusOf(undefined, found)).toEqual([
    { name: 'nvidia.com/gpu=0', memoryMiB: 81_920, model: gpuModelIdOf('NVIDIA A100') },
    { name: 'nvidia.com/gpu=1', memoryMiB: 24_564, model: gpuModelIdOf('NVIDIA RTX 4090') },
  ]);
  expect(jobGpusOf(['nvidia.com/gpu=1'], found)).toMatchObject([{ memoryMiB: 24_564 }]);
  expect(jobGpusOf(['amd.com/gpu=0'], found)).toMatchObject([{ memoryMiB: 1 }]);
  expect(jobGpusOf([], found)).toEqual([]);
  expect(jobGpusOf(undefined, [])).toEqual([]);
});

it('knows a device that is told by its serial only where all are alike', () => {
  const name = 'nvidia.com/gpu=GPU-0aba';
  expect(jobGpusOf([name], [A100, OTHER_A100])).toMatchObject([{ memoryMiB: 81_920 }]);
  expect(jobGpusOf([name], [A100, RTX])).toEqual([{ name }]);
  expect(jobGpusOf(['nvidia.com/gpu=7'], [A100])).toEqual([{ name: 'nvidia.com/gpu=7' }]);
});

it('counts what it lends, or what the owner of a cluster says', () => {
  const lent = jobGpusOf(undefined, [A100, OTHER_A100]);
  expect(gpusForJobs(SAID, lent)).toHaveLength(2);
  expect(gpusForJobs(SAID, [{ name: 'nvidia.com/gpu=0' }])).toEqual([
    { memoryMiB: 0, model: undefined },
  ]);
  expect(gpusForJobs({ ...SAID, GPU_COUNT: 8, GPU_MEMORY_MIB: 40_000 }, lent)).toEqual(
    Array.from({ length: 8 }, () => ({ memoryMiB: 40_000, model: undefined })),
  );
  expect(gpusForJobs({ ...SAID, GPU_COUNT: 0 }, lent)).toEqual([]);
});

it('names a card by its number, whatever is wrong with the others', () => {
  expect(jobGpusOf(undefined, [RTX])).toMatchObject([{ name: 'nvidia.com/gpu=1' }]);
  expect(jobGpusOf(['nvidia.com/gpu=0'], [RTX])).toEqual([{ name: 'nvidia.com/gpu=0' }]);
});

it('misses a card that is gone, and none that it never knew', () => {
  const lent = jobGpusOf(['nvidia.com/gpu=0', 'nvidia.com/gpu=1', 'nvidia.com/gpu=7'], [A100, RTX]);
  expect(presentGpus(lent, [A100, RTX])).toEqual(lent);
  expect(presentGpus(lent, [RTX]).map(({ name }) => name)).toEqual([
    'nvidia.com/gpu=1',
    'nvidia.com/gpu=7',
  ]);
});

it('takes a part of a card for no whole one: only its owner knows what it has', () => {
  const split = { ...A100, isSplit: true };
  expect(jobGpusOf(undefined, [split, { ...OTHER_A100 }]).map(({ name }) => name)).toEqual([
    'nvidia.com/gpu=1',
  ]);
  const parts = ['nvidia.com/gpu=0:1', 'nvidia.com/gpu=MIG-2fe0c8dc-0aba'];
  const lent = jobGpusOf(parts, [split]);
  expect(lent).toEqual(parts.map((name) => ({ name })));
  expect(gpusForJobs({ ...SAID, GPU_MEMORY_MIB: 9_856 }, lent)).toEqual(
    parts.map(() => ({ memoryMiB: 9_856, model: undefined })),
  );
});
