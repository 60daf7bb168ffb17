import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatNeedChanges, NEED_NAMES, parseNeedChanges, withChanges } from './need-changes';

it('come back from an address as they were', () => {
  const value = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  const keys = Object.fromEntries(NEED_NAMES.map((name) => [name, value]));
  fc.assert(
    fc.property(fc.record(keys, { requiredKeys: [] }), (changes) => {
      expect(parseNeedChanges(formatNeedChanges(changes))).toEqual(changes);
    }),
  );
});

it('are nothing where the address says nothing that can be changed', () => {
  expect(parseNeedChanges('theta:20,colour:3,memoryMiB:lots,n:-1,__proto__:1,cpuMilli:')).toEqual({
    theta: 20,
  });
  // 4,294,967,295 is no number of the database's: asked for, it was an error of the server.
  for (const much of ['4294967295', '9999999999']) {
    expect(parseNeedChanges(`theta:${much}`)).toEqual({ theta: 2 ** 31 - 1 });
  }
});

it('replace the needs that they name', () => {
  const needs = {
    moduleId: '0x11',
    engine: '0x22',
    resources: { cpuMilli: 1_000, memoryMiB: 512, storageMiB: 64, gpuCount: 0, gpuMemoryMiB: 0 },
    fuelLimit: 1n,
    verification: 1,
    court: undefined,
    leastSeatFee: 0n,
    directories: [],
    n: 1,
    theta: 40,
    reviewWindow: 60,
  } as const;
  expect(withChanges(needs, { memoryMiB: 256, theta: 20 })).toEqual({
    ...needs,
    resources: { ...needs.resources, memoryMiB: 256 },
    theta: 20,
  });
});
