import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ExecutionProgress } from '../../lib/execution/execution';
import { whileTelling } from './while-telling';

const at = (fuelUsed: bigint): ExecutionProgress => ({ phase: 'running', fuelUsed });

it('says how far a run is, and no more than nearly all of it', async () => {
  const told: number[] = [];
  const tell = async (share: number) => void told.push(share);
  const result = await whileTelling(
    200n,
    tell,
    async (onProgress) => {
      for (const fuel of [50n, 124n, 900n]) {
        onProgress(at(fuel));
        const before = told.length;
        await expect.poll(() => told.length).toBeGreaterThan(before + 1);
      }
      return 'done';
    },
    5,
  );
  expect(result).toBe('done');
  expect(told[0]).toBe(0);
  expect([...new Set(told)]).toEqual([0, 0.25, 0.62, 0.99]);
  const count = told.length;
  await pause(30);
  expect(told).toHaveLength(count);
});

it('tells nobody that a run has ended, nor with how much fuel, before its mediator commits', async () => {
  const told: number[] = [];
  const tell = async (share: number) => void told.push(share);
  await whileTelling(
    200n,
    tell,
    async (onProgress) => {
      onProgress(at(124n));
      await expect.poll(() => told.at(-1)).toBe(0.62);
      onProgress({ phase: 'hashing', fuelUsed: 140n });
      const before = told.length;
      await expect.poll(() => told.length).toBeGreaterThan(before + 1);
    },
    5,
  );
  expect([...new Set(told)]).toEqual([0, 0.62]);
});

it('goes on where nobody listens, and waits for no answer', async () => {
  let asked = 0;
  const deaf = () => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('unreachable')) : new Promise<never>(() => {});
  };
  const run = async () => {
    await expect.poll(() => asked).toBe(2);
    await pause(30);
    return asked;
  };
  // The second is never answered: no third is sent, and the run ends all the same.
  expect(await whileTelling(0n, deaf, run, 5)).toBe(2);
});

it('fails as the run fails', async () => {
  const run = () => Promise.reject(new Error('no inputs'));
  await expect(whileTelling(1n, async () => undefined, run)).rejects.toThrow('no inputs');
});
