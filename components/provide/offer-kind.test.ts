import { expect, it } from 'vitest';
import { sampleReport } from '@/lib/providers/testing/sample-machine';
import { testAddress } from '@/test/builders/offers';
import { modulesOf, notAllowed, offerScopeOf } from './offer-kind';

const plain = sampleReport(testAddress(1));
const card = {
  model: 'A100',
  vendor: 'nvidia' as const,
  memoryMiB: 81_920,
  driver: '',
  runtime: '',
  ecc: null,
};
const machine = (gpus: number, oci: 'ready' | 'absent') => ({
  hardware: { ...plain.hardware, gpus: Array.from({ length: gpus }, () => card) },
  engines: [
    ...plain.engines.filter(({ name }) => name === 'wasm'),
    { name: 'oci' as const, state: oci, version: '', detail: '', engines: ['reckon-oci@1.0.0'] },
  ],
});
const nothing = { device: undefined, kind: undefined };

it('offers a GPU in containers alone, and only where an engine of containers works', () => {
  expect(offerScopeOf(nothing, machine(2, 'ready'))).toMatchObject({
    device: { gpu: { count: 2 } },
    kind: 'container',
  });
  expect(
    offerScopeOf({ device: 'A100/81920', kind: undefined }, machine(2, 'absent')),
  ).toMatchObject({ device: { id: 'cpu' }, kind: 'wasm', hasContainers: false });
});

it('offers a processor for WebAssembly unless containers were chosen and can be run', () => {
  expect(offerScopeOf(nothing, machine(0, 'ready')).kind).toBe('wasm');
  const chosen = { device: 'cpu', kind: 'container' as const };
  expect(offerScopeOf(chosen, machine(1, 'ready')).kind).toBe('container');
  expect(offerScopeOf(chosen, machine(1, 'absent')).kind).toBe('wasm');
  expect(offerScopeOf(chosen, null)).toMatchObject({ device: undefined, kind: 'wasm' });
});

it('offers the modules that its agent runs, and says which of the chosen it does not', () => {
  const [own, other] = ['0xaa', '0xbb'];
  const units = { cpuMilli: 1_000, memoryMiB: 1_024, storageMiB: 64, gpuCount: 0 };
  const lent = { ...units, modules: { wasm: [own], containers: null } };
  const scope = offerScopeOf(nothing, { ...machine(0, 'ready'), lent });
  expect(modulesOf(undefined, scope)).toEqual([own]);
  expect(notAllowed([own.toUpperCase(), other], scope)).toEqual([other]);
  const container = offerScopeOf(
    { device: undefined, kind: 'container' },
    { ...machine(0, 'ready'), lent },
  );
  expect(modulesOf(undefined, container)).toEqual([]);
  expect(notAllowed([other], container)).toEqual([]);
  const silent = offerScopeOf(nothing, machine(0, 'ready'));
  expect(modulesOf(undefined, silent)).toBeUndefined();
  expect(notAllowed([other], silent)).toEqual([]);
});
