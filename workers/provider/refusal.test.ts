import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { engineIdOf, OCI_ENGINE } from '../../lib/execution/engine-id';
import { memoryToGrant } from '../../lib/providers/job-units';
import { dealRecord } from '../../test/builders/deal-record';
import { testHash } from '../../test/builders/offers';
import {
  allowedModules,
  type MachineLimits,
  maintenanceRefusal,
  type Promised,
  promiseProblemOf,
  refusalOf,
  withheldText,
} from './refusal';

const { work } = dealRecord();
const machine: MachineLimits = {
  total: { cpuMilli: 4_000, memoryMiB: 2_048, storageMiB: 128, gpuCount: 1 },
  gpus: [{ memoryMiB: 8_192, model: testHash(0x90) }],
  engines: [work.engine],
  modules: allowedModules(undefined, undefined),
};
const only = (module: Hex) => allowedModules([module], undefined);
const causeOf = (change: Partial<typeof work>, limits: Partial<MachineLimits> = {}) =>
  refusalOf({ ...work, ...change }, { ...machine, ...limits })?.cause;

describe('a machine', () => {
  it('takes what it can run', () => {
    expect(refusalOf(work, machine)).toBeUndefined();
    const gpu = { gpuCount: 1, gpuMemoryMiB: 8_192, gpuModel: testHash(0x90) };
    expect(refusalOf({ ...work, ...gpu }, machine)).toBeUndefined();
    expect(
      causeOf({}, { modules: only(work.moduleId.toUpperCase().replace('0X', '0x') as '0x') }),
    ).toBe(undefined);
  });

  it.each([
    ['unknown-engine', { engine: testHash(1) }, {}],
    ['module-not-allowed', {}, { modules: only(testHash(2)) }],
    ['missing-gpu', { gpuCount: 2 }, {}],
    ['missing-gpu', { gpuCount: 1, gpuMemoryMiB: 8_193 }, {}],
    ['missing-gpu', { gpuCount: 1, gpuModel: testHash(0x91) }, {}],
    ['missing-gpu', { gpuCount: 1 }, { gpus: [] }],
    ['too-large', { cpuMilli: 4_001 }, {}],
    // With the process and the outputs that lie in memory beside it: 256 and 5 x 64 MiB.
    ['too-large', { memoryMiB: 2_048 - 576 + 1 }, {}],
    ['too-large', {}, { total: { ...machine.total, cpuMilli: 999 } }],
    ['too-large', { storageMiB: 129 }, {}],
  ] as const)('refuses with the cause %s the work %j', (cause, change, limits) => {
    expect(causeOf(change, limits)).toBe(cause);
  });
});

const oci = engineIdOf(OCI_ENGINE);

it('runs in containers what OCI_MODULES names, where it names any, and by MODULES otherwise', () => {
  const inContainer = { engine: oci, moduleId: testHash(3) };
  const limits = (modules?: Hex[], containers?: Hex[]) => ({
    engines: [work.engine, oci],
    modules: allowedModules(modules, containers),
  });
  expect(causeOf(inContainer, limits())).toBeUndefined();
  expect(causeOf(inContainer, limits(undefined, [testHash(3)]))).toBeUndefined();
  expect(causeOf(inContainer, limits(undefined, [testHash(4)]))).toBe('module-not-allowed');
  expect(causeOf(inContainer, limits([testHash(3)]))).toBeUndefined();
  expect(causeOf(inContainer, limits([testHash(3)], [testHash(4)]))).toBeUndefined();
  expect(causeOf(inContainer, limits([testHash(4)]))).toBe('module-not-allowed');
  expect(causeOf({}, limits(undefined, [testHash(4)]))).toBeUndefined();
});

describe('an offer that was signed before the settings shrank', () => {
  const { cpuMilli, storageMiB } = machine.total;
  const memoryMiB = memoryToGrant('wasm', machine.total.memoryMiB, storageMiB);
  const offer = { cpuMilli, memoryMiB, storageMiB, gpuCount: 0, gpuMemoryMiB: 0 };
  const signed = (modules?: Hex[], engine: Hex = work.engine): Promised => ({
    offer: { ...offer, gpuModel: `0x${'0'.repeat(64)}` },
    lists: { engines: [engine], modules },
  });
  const problem = (promised: Promised, limits: Partial<MachineLimits> = {}) =>
    promiseProblemOf(promised, { ...machine, engines: [work.engine, oci], ...limits });

  it('is kept as long as the machine has what it promises', () => {
    expect(problem(signed())).toBeUndefined();
    expect(problem(signed([testHash(3)]), { modules: only(testHash(3)) })).toBeUndefined();
  });

  it.each([
    ['CPU_MILLI', { cpuMilli: 3_999 }],
    ['MEMORY_MIB', { memoryMiB: 1_023 }],
    ['STORAGE_MIB', { storageMiB: 127 }],
  ] as const)('is not kept with a smaller %s', (setting, less) => {
    const total = { ...machine.total, ...less };
    expect(problem(signed(), { total })).toMatchObject({ cause: 'too-large' });
    expect(problem(signed(), { total })?.detail).toContain(setting);
  });

  it('is not kept where MODULES or OCI_MODULES leave out a module of it', () => {
    const refused = { cause: 'module-not-allowed' };
    expect(problem(signed(), { modules: only(testHash(3)) })).toMatchObject(refused);
    expect(problem(signed([testHash(3), testHash(4)]), { modules: only(testHash(3)) })).toEqual({
      ...refused,
      detail: `it takes the module ${testHash(4)}, which is not in MODULES or OCI_MODULES`,
    });
    const modules = allowedModules(undefined, [testHash(3)]);
    expect(problem(signed([testHash(4)], oci), { modules })).toMatchObject(refused);
    expect(problem(signed([testHash(3)], oci), { modules })).toBeUndefined();
    expect(problem(signed(), { modules })).toBeUndefined();
  });

  it('of both engines is kept where each module is allowed in one of them', () => {
    const both = (...modules: Hex[]): Promised => {
      const { offer } = signed();
      return { offer, lists: { engines: [work.engine, oci], modules } };
    };
    const modules = allowedModules([testHash(3)], [testHash(4)]);
    expect(problem(both(testHash(3), testHash(4)), { modules })).toBeUndefined();
    expect(problem(both(testHash(3), testHash(5)), { modules })?.detail).toContain(testHash(5));
  });

  it('is told of with what to do', () => {
    const refusal = { cause: 'too-large', detail: 'why' } as const;
    expect(withheldText(testHash(1), refusal, 'https://market')).toBe(
      'The offer 0x00000000 is off the market: too-large: why. Set it right, or cancel the offer and sign another one: https://market/provide',
    );
  });
});

describe('a machine in maintenance', () => {
  const rests = { wanted: 'maintenance', wantedSince: 1_000 };

  it('finishes the deals that it has', () => {
    expect(maintenanceRefusal({ matchedAt: 1_000, isBegun: false }, rests)).toBeUndefined();
    expect(maintenanceRefusal({ matchedAt: 1_001, isBegun: true }, rests)).toBeUndefined();
  });

  it('declines those that were matched after the order, and only while it rests', () => {
    const late = { matchedAt: 1_001, isBegun: false };
    expect(maintenanceRefusal(late, rests)?.cause).toBe('maintenance');
    expect(maintenanceRefusal(late, { ...rests, wanted: 'draining' })).toBeUndefined();
  });
});
