import { describe, expect, it } from 'vitest';
import { deviceClassesOf, shareOf } from './device-classes';

const card = (model: string, memoryMiB: number) => ({
  model,
  vendor: 'nvidia' as const,
  memoryMiB,
  driver: '570.1',
  runtime: '12.8',
  ecc: true,
});

describe('classes of devices', () => {
  it('put equal cards together, the largest first, and the processor last', () => {
    const gpus = [
      card('T4', 16_000),
      card('A100', 81_920),
      card('T4', 16_000),
      card('A100', 40_960),
    ];
    const told = deviceClassesOf({ gpus }).map(({ id, gpu }) => [id, gpu?.count]);
    expect(told).toEqual([
      ['A100/81920', 1],
      ['A100/40960', 1],
      ['T4/16000', 2],
      ['cpu', undefined],
    ]);
    expect(deviceClassesOf({ gpus: [] })).toEqual([{ id: 'cpu', gpu: null }]);
  });

  it('share the machine among the deals that run at once, and never promise more than there is', () => {
    const hardware = {
      cpuModel: '',
      cpuCount: 16,
      memoryMiB: 64_000,
      diskFreeMiB: 100,
      os: '',
      arch: '',
      gpus: [],
    };
    // Less what the engine takes: in WebAssembly a process, in containers the outputs.
    const share = { cpuMilli: 4_000, storageMiB: 6 };
    expect(shareOf(hardware, 4)).toEqual({ ...share, memoryMiB: 12_000 - 256 - 30 });
    expect(shareOf(hardware, 4, 'oci')).toEqual({ ...share, memoryMiB: 12_000 - 6 });
    expect(shareOf({ ...hardware, diskFreeMiB: 1e6 }, 1).storageMiB).toBe(64);
    for (const concurrent of [1, 2, 3, 7, 16]) {
      const { cpuMilli, memoryMiB } = shareOf(hardware, concurrent);
      expect(cpuMilli * concurrent).toBeLessThanOrEqual(16_000);
      expect(memoryMiB * concurrent).toBeLessThanOrEqual(64_000);
    }
  });
});
