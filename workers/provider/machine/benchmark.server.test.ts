import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Runner } from '../../../lib/execution/runner';
import { measureFuel } from './benchmark.server';

const modules = join(import.meta.dirname, '../../../modules');

/** An engine of a known speed on a machine that holds each run up for as long as is said, in ms. */
function heldUp(delays: number[]): Pick<Runner, 'run'> {
  const run = async ({ inputFiles }: Parameters<Runner['run']>[0]) => {
    const { steps } = JSON.parse(new TextDecoder().decode(inputFiles.get('job.json')));
    await sleep(steps / 500 + (delays.shift() ?? 0));
    return { status: 'completed', fuelUsed: BigInt(steps) * 1_000n };
  };
  return { run: run as unknown as Runner['run'] };
}

it('measures a machine that others hold up, by the quickest of its runs', async () => {
  const [compiles, ...pairs] = [0, 200, 0, 150, 0, 400, 0, 120, 0, 0, 300];
  const rate = await measureFuel(heldUp([compiles!, ...pairs]), modules);
  // 40,000 steps in 80 ms.
  expect(rate).toBeGreaterThan(0.25e9);
  expect(rate).toBeLessThan(1e9);
});

it('gives no figure where short runs always take the longer', async () => {
  const always = Array.from({ length: 100 }, (_, run) => (run % 2 === 1 ? 150 : 0));
  await expect(measureFuel(heldUp(always), modules)).rejects.toThrow('too busy');
});
