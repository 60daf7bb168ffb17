import { expect, it } from 'vitest';
import { sampleReport } from '@/lib/providers/testing/sample-machine';
import { testAddress } from '@/test/builders/offers';
import { offerScopeOf } from './offer-kind';

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
