import { expect, it } from 'vitest';
import { testAddress } from '../../test/builders/offers';
import { deviceClassesOf } from '../providers/device-classes';
import { sampleReport } from '../providers/testing/sample-machine';
import { roomProblem } from './machine-room';
import { suggestTerms } from './suggest-terms';

const sample = sampleReport(testAddress(0xe1));
const hardware = { ...sample.hardware, cpuCount: 8, memoryMiB: 16_384, diskFreeMiB: 50_000 };
const report = { ...sample, hardware, engines: [] };
const [cpu] = deviceClassesOf(hardware);
const terms = { cpu: '2', memory: '2048', storage: '64', concurrent: '4' };
const inWasm = (change: Partial<typeof terms>) =>
  roomProblem({ ...terms, ...change }, report, cpu, 'wasm');

it('takes what fits, to the last core', () => {
  expect(inWasm({})).toBeUndefined();
  const odd = { cpuCount: 7, memoryMiB: 65_536 };
  const machine = { ...report, hardware: { ...hardware, ...odd } };
  const parts = { cpu: '0.28', memory: '64', storage: '64', concurrent: '25' };
  expect(roomProblem(parts, machine, cpu, 'container')).toBeUndefined();
  expect(roomProblem({ ...parts, concurrent: '26' }, machine, cpu, 'container')).toContain(
    '26 at once take 7.28 cores, and the machine has 7: at most 25',
  );
});

it.each([
  [{ concurrent: '5' }, '5 at once take 10 cores, and the machine has 8: at most 4, or'],
  [{ cpu: '9', concurrent: '1' }, 'One deal alone takes 9 cores, and the machine has 8.'],
  [
    { memory: '8192', concurrent: '2' },
    'with what engine and outputs need, and the machine has 16,384: at most 1, or',
  ],
  [
    { storage: '20000', memory: '16', concurrent: '1' },
    'One deal alone takes 100,272 MiB of memory with what engine and outputs need, and the machine has 16,384.',
  ],
  // A job in WebAssembly computes on a whole core, however little it was granted.
  [{ cpu: '0.5', memory: '16', concurrent: '9' }, '9 at once take 9 cores'],
])('refuses more than there is: %j', (change, said) => {
  expect(inWasm(change)).toContain(said);
});

it.each([
  [{ cpuMilli: 500 }, {}, 'One deal alone takes 2 cores, and its agent lends 0.5 (CPU_MILLI)'],
  [
    { cpuMilli: 500 },
    { cpu: '0.5', concurrent: '1' },
    'One deal alone takes 1 core, and its agent lends 0.5 (CPU_MILLI).',
  ],
  [
    { cpuMilli: 999 },
    { cpu: '0.5', concurrent: '1' },
    'One deal alone takes 1 core, and its agent lends 0.999 (CPU_MILLI).',
  ],
  [{ cpuMilli: 5_000 }, {}, 'its agent lends 5 (CPU_MILLI): at most 2, or give each less.'],
  [{ memoryMiB: 4_000 }, {}, 'its agent lends 4,000 (MEMORY_MIB): at most 1, or'],
  [{ storageMiB: 100 }, {}, 'its agent lends 100 (STORAGE_MIB): at most 1, or'],
])('measures by what its agent lends where it tells: %j', (less, change, said) => {
  const all = { cpuMilli: 8_000, memoryMiB: 12_288, storageMiB: 25_000, gpuCount: 0 };
  const of = (lent: typeof all) =>
    roomProblem({ ...terms, ...change }, { ...report, lent }, cpu, 'wasm');
  expect(of(all)).toBeUndefined();
  expect(of({ ...all, ...less })).toContain(said);
});

it('counts cards', () => {
  const card = { model: 'A100', vendor: 'nvidia' as const, memoryMiB: 81_920, driver: '' };
  const gpus = [card, card].map((one) => ({ ...one, runtime: '', ecc: true }));
  const [device] = deviceClassesOf({ gpus });
  const small = { cpu: '1', memory: '64', storage: '64' };
  const of = (concurrent: string) =>
    roomProblem({ ...small, concurrent }, report, device, 'container');
  expect(of('2')).toBeUndefined();
  expect(of('3')).toContain('3 at once take 3 such GPUs, and the machine has 2: at most 2');
  const lent = { cpuMilli: 8_000, memoryMiB: 12_288, storageMiB: 25_000, gpuCount: 1 };
  expect(
    roomProblem({ ...small, concurrent: '2' }, { ...report, lent }, device, 'container'),
  ).toContain('2 at once take 2 such GPUs, and its agent lends 1 (OCI_GPUS): at most 1');
});

it('leaves to others what this machine cannot tell: a cluster behind it, no report, no number', () => {
  const ready = { version: '', detail: '', engines: [] };
  const cluster = { ...report, engines: [{ name: 'slurm', state: 'ready', ...ready } as const] };
  expect(roomProblem({ ...terms, concurrent: '500' }, cluster, cpu, 'container')).toBeUndefined();
  expect(roomProblem(terms, undefined, cpu, 'wasm')).toBeUndefined();
  expect(inWasm({ concurrent: 'many' })).toBeUndefined();
});

it('has nothing against what is proposed, on small machines and on large ones', () => {
  const limits = { maxExecutionWindow: 3_600, maxReviewWindow: 86_400 };
  const prices = { basePrice: null, fuelPrice: null };
  for (const cpuCount of [1, 2, 3, 8, 96]) {
    for (const memoryMiB of [1_024, 2_048, 16_384, 524_288]) {
      const machine = { ...report, hardware: { ...hardware, cpuCount, memoryMiB } };
      const units = { cpuMilli: cpuCount * 500 + 500, memoryMiB: memoryMiB / 2 + 300 };
      const lent = { ...units, storageMiB: 100, gpuCount: 0 };
      for (const told of [machine, { ...machine, lent }]) {
        for (const kind of ['wasm', 'container'] as const) {
          const proposed = suggestTerms({ report: told, device: cpu, prices, limits, kind });
          const what = `${kind} on ${cpuCount} cores with ${memoryMiB} MiB`;
          expect(roomProblem(proposed, told, cpu, kind), what).toBeUndefined();
        }
      }
    }
  }
});
