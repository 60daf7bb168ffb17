import { describe, expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { testHash } from '../../test/builders/offers';
import { type MachineLimits, refusalOf } from './refusal';

const { work } = dealRecord();
const machine: MachineLimits = {
  total: { cpuMilli: 4_000, memoryMiB: 1_024, storageMiB: 128, gpuCount: 1 },
  gpus: [{ memoryMiB: 8_192, model: testHash(0x90) }],
  engines: [work.engine],
  modules: undefined,
};
const causeOf = (change: Partial<typeof work>, limits: Partial<MachineLimits> = {}) =>
  refusalOf({ ...work, ...change }, { ...machine, ...limits })?.cause;

describe('a machine', () => {
  it('takes what it can run', () => {
    expect(refusalOf(work, machine)).toBeUndefined();
    const gpu = { gpuCount: 1, gpuMemoryMiB: 8_192, gpuModel: testHash(0x90) };
    expect(refusalOf({ ...work, ...gpu }, machine)).toBeUndefined();
    expect(
      causeOf({}, { modules: [work.moduleId.toUpperCase().replace('0X', '0x') as '0x'] }),
    ).toBe(undefined);
  });

  it.each([
    ['unknown-engine', { engine: testHash(1) }, {}],
    ['module-not-allowed', {}, { modules: [testHash(2)] }],
    ['missing-gpu', { gpuCount: 2 }, {}],
    ['missing-gpu', { gpuCount: 1, gpuMemoryMiB: 8_193 }, {}],
    ['missing-gpu', { gpuCount: 1, gpuModel: testHash(0x91) }, {}],
    ['missing-gpu', { gpuCount: 1 }, { gpus: [] }],
    ['too-large', { cpuMilli: 4_001 }, {}],
    ['too-large', { memoryMiB: 1_025 }, {}],
    ['too-large', { storageMiB: 129 }, {}],
  ] as const)('refuses with the cause %s the work %j', (cause, change, limits) => {
    expect(causeOf(change, limits)).toBe(cause);
  });
});
