import { expect, it } from 'vitest';
import { testHash } from '@/test/builders/offers';
import { hasGpus, laxitiesOf } from './check-container';
import { type ContainerSpec, dockerBodyOf, libpodBodyOf } from './container-spec';
import { executionOf } from './execution-of';
import { GpuPool } from './gpu-pool';
import { holderProgramFor } from './holder-image';
import { FUEL_PER_SECOND, timeLimitOf } from './oci-engine';
import type { ContainerEnd } from './run-container.server';

const spec: ContainerSpec = {
  name: 'x',
  image: 'sha256:1',
  args: [],
  env: {},
  hostName: 'h',
  user: 1_000,
  labels: {},
  inputs: { volume: 'in', isWritable: false },
  outputs: 'out',
  memoryMiB: 64,
  cpuMilli: 500,
  pids: 16,
  scratchMiB: 8,
  volumes: [],
  gpus: [],
};
/** As an engine would tell of a container that it made just so. */
const made = () => {
  const { HostConfig, User } = dockerBodyOf(spec);
  const Mounts = [
    { Type: 'volume', Name: 'in', Destination: '/inputs', RW: false },
    { Type: 'volume', Name: 'out', Destination: '/outputs', RW: true },
  ];
  return { HostConfig, Config: { User }, Mounts };
};

it('finds every limit that an engine did not set', () => {
  const holding = made();
  expect(laxitiesOf(holding, spec)).toEqual([]);
  expect(laxitiesOf({}, spec)).toHaveLength(11);
  const lax = (change: object) =>
    laxitiesOf({ ...holding, HostConfig: { ...holding.HostConfig, ...change } }, spec);
  expect(lax({ NetworkMode: 'bridge' })).toEqual(['network']);
  expect(lax({ ReadonlyRootfs: false })).toEqual(['read-only root']);
  expect(lax({ Privileged: true })).toEqual(['unprivileged']);
  expect(lax({ CapDrop: ['CHOWN'] })).toEqual(['capabilities']);
  expect(lax({ CapAdd: ['SYS_ADMIN'] })).toEqual(['capabilities']);
  expect(lax({ SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] })).toEqual(['seccomp']);
  expect(lax({ SecurityOpt: null })).toEqual(['no-new-privileges']);
  expect(lax({ Memory: 0 })).toEqual(['memory']);
  expect(lax({ MemorySwap: -1 })).toEqual(['swap']);
  expect(lax({ PidsLimit: null })).toEqual(['processes']);
  expect(lax({ CpuQuota: 0 })).toEqual(['processor']);
  expect(laxitiesOf({ ...holding, Config: { User: '' } }, spec)).toEqual(['user']);
  expect(lax({ Tmpfs: {} })).toEqual(['memory folders']);
  expect(lax({ Tmpfs: { '/tmp': 'rw,nosuid' } })).toEqual(['memory folders']);
  expect(lax({ Devices: [{ PathInContainer: '/dev/kvm' }] })).toEqual(['devices']);
});

it('finds a folder of the host that an engine made of a VOLUME of the image', () => {
  const holding = made();
  const anonymous = { Type: 'volume', Name: 'c0ffee', Destination: '/data', RW: true };
  const found = (Mounts: readonly object[]) => laxitiesOf({ ...holding, Mounts }, spec);
  expect(found([...holding.Mounts, anonymous])).toEqual(['volumes']);
  expect(found([])).toEqual(['volumes']);
  expect(found(holding.Mounts.map((mount) => ({ ...mount, RW: true })))).toEqual(['volumes']);
});

it('puts memory of a fixed size over what an image declares, and lets podman make nothing of it', () => {
  const of = { ...spec, volumes: ['/data'] };
  expect(Object.keys(dockerBodyOf(of).HostConfig.Tmpfs)).toEqual(['/tmp', '/data']);
  expect(dockerBodyOf(of).HostConfig.Tmpfs['/data']).toContain('size=8m');
  const { mounts, image_volume_mode } = libpodBodyOf(of);
  expect(image_volume_mode).toBe('ignore');
  expect(mounts.map(({ Destination }) => Destination)).toEqual(['/tmp', '/data']);
  expect(mounts.every(({ Options }) => Options.includes('size=8m'))).toBe(true);
});

it('believes an engine about GPUs only where the container shows those that were reserved', () => {
  const gpus = ['nvidia.com/gpu=0'];
  const two = [...gpus, 'nvidia.com/gpu=1'];
  const nodes = (...paths: string[]) => ({
    HostConfig: { Devices: paths.map((PathInContainer) => ({ PathInContainer })) },
  });
  expect(hasGpus({ HostConfig: { Devices: [], DeviceRequests: null } }, { gpus })).toBe(false);
  expect(hasGpus(nodes('/dev/nvidia0', '/dev/nvidiactl', '/dev/nvidia-uvm'), { gpus })).toBe(true);
  expect(hasGpus(nodes('/dev/nvidiactl', '/dev/nvidia-uvm'), { gpus })).toBe(false);
  // Two nodes are not two GPUs, and two GPUs are not one.
  expect(hasGpus(nodes('/dev/nvidia0', '/dev/nvidiactl'), { gpus: two })).toBe(false);
  expect(hasGpus(nodes('/dev/nvidia0', '/dev/nvidia1'), { gpus: two })).toBe(true);
  expect(hasGpus(nodes('/dev/nvidia0', '/dev/nvidia1'), { gpus })).toBe(false);
  expect(hasGpus(nodes('/dev/nvidia0'), { gpus: ['a/b=0:0', 'a/b=0:1'] })).toBe(true);
  expect(hasGpus(nodes('/dev/nvidia0'), { gpus: [] })).toBe(false);
  const request = (...DeviceIDs: string[]) => ({ HostConfig: { DeviceRequests: [{ DeviceIDs }] } });
  expect(hasGpus(request('0'), { gpus })).toBe(true);
  expect(hasGpus(request('1'), { gpus })).toBe(false);
  expect(hasGpus(request('1', '0'), { gpus: two })).toBe(true);
  expect(hasGpus(request('0'), { gpus: two })).toBe(false);
});

it('asks Docker for the GPUs by their numbers, and hides all from a job without', () => {
  const gpus = ['nvidia.com/gpu=0', 'nvidia.com/gpu=3'];
  const body = dockerBodyOf({ ...spec, gpus });
  expect(body.HostConfig).toMatchObject({
    DeviceRequests: [{ Driver: 'nvidia', DeviceIDs: ['0', '3'], Capabilities: [['gpu']] }],
  });
  expect(body.Env).toEqual(['NVIDIA_VISIBLE_DEVICES=0,3']);
  expect(dockerBodyOf(spec).Env).toEqual(['NVIDIA_VISIBLE_DEVICES=void']);
  expect(libpodBodyOf({ ...spec, gpus }).env).toEqual({ NVIDIA_VISIBLE_DEVICES: 'void' });
});

it('lends a GPU to one job at a time', () => {
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  const pool = new GpuPool([a, b]);
  expect(pool.take(3)).toBeUndefined();
  expect(pool.take(2)).toEqual([a, b]);
  expect(pool.take(1)).toBeUndefined();
  expect(pool.take(0)).toEqual([]);
  pool.give([b]);
  expect(pool.take(1)).toEqual([b]);
});

it('lends the smallest GPU that has the memory and is the model that a job needs', () => {
  const [large, small] = [
    { name: 'large', memoryMiB: 80_000, model: testHash(1) },
    { name: 'small', memoryMiB: 24_000, model: testHash(2) },
  ];
  const pool = new GpuPool([large, small]);
  const need = (memoryMiB: number, model = testHash(0)) => ({ memoryMiB, model });
  expect(pool.take(1, need(16_000))).toEqual([small]);
  expect(pool.take(1, need(16_000, testHash(2)))).toBeUndefined();
  // Lent, or not here at all: the job waits for the first.
  expect(pool.has(1, need(16_000, testHash(2)))).toBe(true);
  expect(pool.has(1, need(80_001))).toBe(false);
  expect(pool.take(1, need(80_001))).toBeUndefined();
  expect(pool.take(1, need(16_000))).toEqual([large]);
});

it('reserves one second for each 10^9 fuel, at least a millisecond, at most what a timer holds', () => {
  expect(timeLimitOf({ fuelLimit: 90n * FUEL_PER_SECOND })).toBe(90_000);
  expect(timeLimitOf({ fuelLimit: 1n })).toBe(1);
  expect(timeLimitOf({ fuelLimit: 2n ** 63n })).toBe(2 ** 31 - 1);
});

it('has a holder for both architectures, and for no other', () => {
  for (const name of ['amd64', 'x86_64', 'arm64', 'aarch64']) {
    expect([...(holderProgramFor(name) ?? []).slice(0, 4)]).toEqual([0x7f, 0x45, 0x4c, 0x46]);
  }
  expect(holderProgramFor('riscv64')).toBeUndefined();
});

it('prices every end of a job flat, and tells ends apart', () => {
  const bytes = new TextEncoder().encode('x');
  const end: ContainerEnd = {
    how: 'exited',
    exitCode: 0,
    stdout: bytes,
    stderr: bytes,
    outputs: new Map([['a', bytes]]),
  };
  const limits = { fuelLimit: 5n, memoryMiB: 1, storageMiB: 1 };
  const of = (change: Partial<ContainerEnd>, own: 'B' | 'none' = 'B') => {
    const { status, exitCode, fuelUsed, outputs } = executionOf(
      { ...end, ...change },
      { class: own },
      limits,
    );
    expect(fuelUsed).toBe(5n);
    return [status, exitCode, outputs.map(({ path }) => path).join()];
  };
  const all = 'out/a,stderr,stdout';
  expect(of({})).toEqual(['completed', 0, all]);
  expect(of({ exitCode: 9 })).toEqual(['completed', 9, all]);
  expect(of({ exitCode: 137 })).toEqual(['memory-exceeded', 0, 'stderr,stdout']);
  expect(of({ exitCode: 137, how: 'out-of-time' })).toEqual(['fuel-exhausted', 0, 'stderr,stdout']);
  expect(of({ exitCode: 137, how: 'out-of-time' }, 'none')).toEqual(['fuel-exhausted', 0, all]);
  expect(of({ how: 'out-of-storage' }, 'none')).toEqual(['output-exceeded', 0, 'stderr,stdout']);
  expect(of({ outputs: undefined })).toEqual(['output-exceeded', 0, 'stderr,stdout']);
  expect(of({ outputs: new Map([['a\n', bytes]]) })).toEqual([
    'output-exceeded',
    0,
    'stderr,stdout',
  ]);
  expect(of({ how: 'not-startable', outputs: new Map() })).toEqual(['trapped', 0, 'stderr,stdout']);
});
