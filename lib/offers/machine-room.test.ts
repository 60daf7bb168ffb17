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
  [{ cpu: '9', concurrent: '1' }, 'One deal alone takes 9 of 8 cores.'],
  [
    { memory: '8192', concurrent: '2' },
    'with what engine and outputs need, and the machine has 16,384: at most 1, or',
  ],
  [
    { storage: '20000', memory: '16', concurrent: '1' },
    'One deal alone takes 100,272 of 16,384 MiB of memory with',
  ],
  // A job in WebAssembly computes on a whole core, however little it was granted.
  [{ cpu: '0.5', memory: '16', concurrent: '9' }, '9 at once take 9 cores'],
])('refuses more than there is: %j', (change, said) => {
  expect(inWasm(change)).toContain(said);
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
      for (const kind of ['wasm', 'container'] as const) {
        const proposed = suggestTerms({ report: machine, device: cpu, prices, limits, kind });
        const told = `${kind} on ${cpuCount} cores with ${memoryMiB} MiB`;
        expect(roomProblem(proposed, machine, cpu, kind), told).toBeUndefined();
      }
    }
  }
});
