import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gpuSpeeds } from '../gpu/gpu-speed.server';
import { multiplyAddKernel, OPERATIONS_PER_ROUND } from '../gpu/multiply-add-kernel';
import { measureGpus } from './measure-gpus.server';

const folder = await mkdtemp(join(tmpdir(), 'reckon-gpu-speed-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function program(source: string): Promise<string> {
  const path = join(folder, 'program.mjs');
  await writeFile(path, source);
  return path;
}

describe('the speed of GPUs', () => {
  it('is that of the slowest: a deal may be given any', async () => {
    const path = await program('console.log(JSON.stringify([65_344_643_104_945.48, 9.5e12]))');
    expect(await measureGpus(path)).toBe(9_500_000_000_000);
  });

  it.each([
    ['prints nothing', ''],
    ['prints no JSON', 'console.log("65e12 FLOP/s")'],
    ['lists no device', 'console.log("[]")'],
    ['lists a device that stands still', 'console.log("[65e12, 0]")'],
    ['lists what nothing can do', 'console.log("[1e30]")'],
    ['fails', 'console.log("[65e12]"); process.exitCode = 1'],
    ['crashes', 'process.abort()'],
  ])('is not known where the program %s', async (_what, source) => {
    expect(await measureGpus(await program(source))).toBeNull();
  });

  it('is not known without the program', async () => {
    expect(await measureGpus(join(folder, 'absent.mjs'))).toBeNull();
  });

  it('is measured by the driver, where there is one', () => {
    let speeds: number[];
    try {
      speeds = gpuSpeeds();
    } catch (error) {
      expect(String(error)).toMatch(/load shared library|answered \d+/);
      return;
    }
    for (const speed of speeds) expect(speed).toBeGreaterThan(1e10);
  });
});

describe('the kernel', () => {
  it('does as many operations as it is said to', () => {
    const fused = multiplyAddKernel(7).match(/^fma\.rn\.f32 /gm) ?? [];
    expect(2 * fused.length).toBe(OPERATIONS_PER_ROUND);
  });

  it.each([0, -1, 1.5, 2 ** 31, Number.NaN])('is not made of %d rounds', (rounds) => {
    expect(() => multiplyAddKernel(rounds)).toThrow(RangeError);
  });
});
