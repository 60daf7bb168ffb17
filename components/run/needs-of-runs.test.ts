import { describe, expect, it } from 'vitest';
import { needsOfRuns } from './needs-of-runs';

const resources = {
  cpuMilli: 1_000,
  memoryMiB: 256,
  storageMiB: 8,
  gpuCount: 0,
  gpuMemoryMiB: 0,
};
const one = { resources, fuelLimit: 700n, expectedFuel: 30n };

describe('needsOfRuns', () => {
  it('leaves a single run as it is, also above what courts take', () => {
    expect(needsOfRuns(one, 1, 2_000n)).toEqual({ ...one, isTight: false });
    expect(needsOfRuns(one, 1, 100n)).toEqual({ ...one, isTight: false });
    const large = { ...one, resources: { ...resources, storageMiB: 100 } };
    expect(needsOfRuns(large, 2, undefined).resources.storageMiB).toBe(100);
  });

  it('adds up fuel and storage, and leaves memory to each run', () => {
    expect(needsOfRuns(one, 2, 2_000n)).toEqual({
      resources: { ...resources, storageMiB: 16 },
      fuelLimit: 1_400n,
      expectedFuel: 60n,
      isTight: false,
    });
  });

  it('keeps to what a court and a result take, and tells when that is probably too little', () => {
    expect(needsOfRuns(one, 60, 2_000n)).toEqual({
      resources: { ...resources, storageMiB: 64 },
      fuelLimit: 2_000n,
      expectedFuel: 1_800n,
      isTight: false,
    });
    expect(needsOfRuns(one, 100, 2_000n)).toMatchObject({ expectedFuel: 2_000n, isTight: true });
  });
});
