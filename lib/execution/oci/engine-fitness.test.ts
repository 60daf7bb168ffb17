import { describe, expect, it } from 'vitest';
import { type EngineInfo, unfitnessOf } from './engine-fitness';

const FIT: EngineInfo = {
  MemoryLimit: true,
  PidsLimit: true,
  CpuCfsQuota: true,
  OSType: 'linux',
  Architecture: 'amd64',
  SecurityOptions: ['name=seccomp,profile=default'],
};
/** What podman 4.3.1 answers to Docker's call on a machine with the second version of cgroups. */
const PODMAN_ON_V2: EngineInfo = { ...FIT, CpuCfsQuota: false };
const V2_CONTROLLERS = ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids'];

describe('an engine', () => {
  it('is fit where it can set every limit', () => {
    expect(unfitnessOf(FIT)).toBeUndefined();
  });

  it.each([
    ['memory', { MemoryLimit: false }],
    ['pids', { PidsLimit: false }],
    ['cpu', { CpuCfsQuota: false }],
  ])('of Docker that cannot limit %s is not', (name, lack) => {
    expect(unfitnessOf({ ...FIT, ...lack })).toContain(`controller for: ${name}`);
  });

  it('of podman is judged by its controllers: its other answer is of the first cgroups alone', () => {
    expect(unfitnessOf(PODMAN_ON_V2, V2_CONTROLLERS)).toBeUndefined();
    // As systemd delegates them to a user by default.
    expect(unfitnessOf(FIT, ['memory', 'pids'])).toContain('controller for: cpu');
    expect(unfitnessOf(FIT, [])).toContain('controller for: memory, pids, cpu');
  });

  it.each([
    ['Windows', { OSType: 'windows' }, 'no Linux'],
    ['no seccomp', { SecurityOptions: [] }, 'seccomp'],
    ['another processor', { Architecture: 'riscv64' }, 'riscv64'],
  ])('with %s is refused', (_what, lack, said) => {
    expect(unfitnessOf({ ...FIT, ...lack }, V2_CONTROLLERS)).toContain(said);
  });
});
