import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { DealRun } from '../../lib/execution/run-deal.service';
import { createLogger } from '../../lib/log/logger.server';
import { dealRecord } from '../../test/builders/deal-record';
import { testHash } from '../../test/builders/offers';
import { openStateFolder } from '../runtime/state-folder';
import { NO_UNITS, type Units } from './capacity';
import { DealJournal } from './deal-journal';
import { JobDesk, type JobDeskPorts } from './job-desk.server';
import { MachineForecast } from './machine-forecast';

const total = { cpuMilli: 2_000, memoryMiB: 4_096, storageMiB: 256, gpuCount: 0 };
const example = dealRecord();
const run = { execution: { status: 'completed' }, fuelUsed: 1n } as unknown as DealRun;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reckon-desk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A deal for one core that must be done by `deadline`. */
const deal = (index: number, units: Partial<Units> = {}): DealRecord => ({
  ...example,
  dealId: testHash(index),
  work: { ...example.work, cpuMilli: 1_000, ...units },
});

/** A desk on `folder` whose runs end when the test says so. */
async function openDesk(overrides: Partial<JobDeskPorts> = {}) {
  const ends = new Map<Hex, () => void>();
  const journal = new DealJournal(await openStateFolder(folder));
  const desk = await JobDesk.open({
    total,
    mostJobs: 9,
    journal,
    activity: { add: async () => {} },
    // Half of the limit is expected of a module that has not run yet.
    forecast: new MachineForecast(2.5e9),
    execute: ({ dealId }) => new Promise((resolve) => ends.set(dealId, () => resolve(run))),
    now: () => 1_000,
    hasDisk: () => true,
    isStopping: () => false,
    log: createLogger('test').child({}, { level: 'silent' }),
    ...overrides,
  });
  const serve = async (one: DealRecord, deadline = 1_100) => {
    const done = await desk.run(one, deadline);
    await desk.keepDisk(one.dealId, 1);
    return done;
  };
  const isRunning = (index: number) => expect.poll(() => ends.has(testHash(index))).toBe(true);
  const end = (index: number) => ends.get(testHash(index))?.();
  return { desk, journal, ends, serve, isRunning, end };
}

it('runs as many at a time as there is room for, the nearest deadline first', async () => {
  const { desk, ends, serve, isRunning, end } = await openDesk();
  const served = [serve(deal(1)), serve(deal(2))];
  await isRunning(1);
  await isRunning(2);
  served.push(serve(deal(3), 1_099), serve(deal(4), 1_050));
  await expect.poll(() => desk.queued).toBe(2);
  expect(desk.capacity.free.cpuMilli).toBe(0);
  end(2);
  await isRunning(4);
  expect(ends.has(testHash(3))).toBe(false);
  end(1);
  await isRunning(3);
  end(3);
  end(4);
  await Promise.all(served);
  expect(desk.capacity.reserved).toEqual({ ...NO_UNITS, storageMiB: 4 });
});

it('declines early what would come too late behind the queue before it', async () => {
  const { serve, isRunning, end } = await openDesk();
  const served = [serve(deal(1), 1_010), serve(deal(2), 1_010)];
  await isRunning(2);
  // Each takes a second and a half by the forecast: a third one ends at 1,003.
  await expect(serve(deal(3), 1_002)).rejects.toMatchObject({ refusal: { cause: 'no-time' } });
  const third = serve(deal(4), 1_003);
  end(1);
  await isRunning(4);
  end(2);
  end(4);
  await Promise.all([...served, third]);
});

it('keeps the reservations of an agent that was killed, and declines nobody because of them', async () => {
  const first = await openDesk();
  void first.serve(deal(1));
  void first.serve(deal(2));
  await first.isRunning(2);
  // Killed: its runs are gone. The next life starts with what it held.
  const { desk, serve, isRunning, end } = await openDesk();
  expect(desk.capacity.reserved.cpuMilli).toBe(2_000);
  const third = serve(deal(3));
  await expect.poll(() => desk.queued).toBe(1);
  const again = [serve(deal(1)), serve(deal(2))];
  await isRunning(1);
  await isRunning(2);
  end(1);
  await isRunning(3);
  end(2);
  end(3);
  await Promise.all([third, ...again]);
});

it('starts nothing while the disk is full, and says so when the time is over', async () => {
  let now = 1_000;
  const { desk, serve } = await openDesk({ hasDisk: () => false, now: () => now });
  const waits = serve(deal(1), 1_010);
  waits.catch(() => undefined);
  await expect.poll(() => desk.queued).toBe(1);
  desk.tick();
  expect(desk.queued).toBe(1);
  now = 1_010;
  desk.tick();
  await expect(waits).rejects.toMatchObject({ refusal: { cause: 'disk-full' } });
});

it('lets no more jobs run than its owner allows', async () => {
  const { desk, serve, isRunning, end } = await openDesk({ mostJobs: 1 });
  const served = [serve(deal(1)), serve(deal(2))];
  await isRunning(1);
  await expect.poll(() => desk.queued).toBe(1);
  expect(desk.running).toBe(1);
  end(1);
  await isRunning(2);
  end(2);
  await Promise.all(served);
});
