import { expect, it } from 'vitest';
import { memoryToGrant, unitsOfJob } from './job-units';

const job = { cpuMilli: 100, memoryMiB: 16, storageMiB: 2, gpuCount: 0 };

it('a job takes what its engine takes for it', () => {
  expect(unitsOfJob('wasm', job)).toEqual({ ...job, cpuMilli: 1_000, memoryMiB: 282 });
  expect(unitsOfJob('wasm', { ...job, cpuMilli: 2_000 }).cpuMilli).toBe(2_000);
  expect(unitsOfJob('oci', { ...job, cpuMilli: 10 })).toEqual({ ...job, memoryMiB: 18 });
});

it('what can be granted, once granted, takes what there is', () => {
  for (const kind of ['wasm', 'oci'] as const) {
    const memoryMiB = memoryToGrant(kind, 4_096, 64);
    expect(unitsOfJob(kind, { ...job, memoryMiB, storageMiB: 64 }).memoryMiB).toBe(4_096);
    expect(memoryToGrant(kind, 10, 64)).toBe(0);
  }
});
