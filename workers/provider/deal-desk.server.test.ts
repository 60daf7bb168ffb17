import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { createLogger } from '../../lib/log/logger.server';
import { openTracer } from '../../lib/telemetry/tracer.server';
import { testHash } from '../../test/builders/offers';
import { openStateFolder } from '../runtime/state-folder';
import { createAgentMetrics } from './agent-metrics.server';
import { AgentControl } from './agent-state';
import { NO_UNITS } from './capacity';
import { DealDesk, type DealDeskPorts } from './deal-desk.server';
import { DealJournal } from './deal-journal';
import { JobDesk } from './job-desk.server';
import { MachineForecast } from './machine-forecast';
import { ResultShelf } from './result-shelf.server';

const units = { ...NO_UNITS, cpuMilli: 1_000, memoryMiB: 300 };
const log = createLogger('test').child({}, { level: 'silent' });

it('gives back what is held for deals that ended while the agent was off', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reckon-desk-'));
  try {
    const journal = new DealJournal(await openStateFolder(join(folder, 'deals')));
    await journal.write(testHash(1), { step: 'reserved', units, faults: 0, starts: 1 });
    const did: string[] = [];
    const activity = { add: async ({ did: what }: { did: string }) => void did.push(what) };
    const desk = await JobDesk.open({
      ...{ total: units, mostJobs: 9, journal, activity, log },
      forecast: new MachineForecast(1e9),
      execute: () => Promise.reject(new Error('nothing runs here')),
      now: () => 1_000,
      hasDisk: () => true,
      isStopping: () => false,
    });
    expect(desk.capacity.free.cpuMilli).toBe(0);
    const shelf = await ResultShelf.open(join(folder, 'results'));
    let polls = 0;
    let isBehind = true;
    const head = { number: 1n, hash: testHash(9), parentHash: testHash(8), timestamp: 1_000 };
    const deals = new DealDesk({
      serve: { desk, journal, shelf, activity } as unknown as DealDeskPorts['serve'],
      // Nothing is settled in this agent's life.
      feed: {
        poll: async () => {
          polls += 1;
          return { head, changed: [], vanished: [] };
        },
        deals: () => new Map<`0x${string}`, DealRecord>(),
        courts: () => new Map(),
      },
      isOurs: () => true,
      lastMomentOf: () => 0,
      wallet: undefined,
      tracer: openTracer('test', undefined),
      metrics: createAgentMetrics(new AgentControl(() => 0)),
      onHead: () => {},
      isBehind: () => isBehind,
      signal: new AbortController().signal,
      log,
    });
    // A node that is not in step does not know them yet.
    await deals.round();
    expect(desk.capacity.free.cpuMilli).toBe(0);
    isBehind = false;
    await deals.round();
    expect(desk.capacity.free).toEqual(units);
    expect(await journal.list()).toEqual([]);
    expect(did).toEqual(['started', 'reserved', 'released', 'settled']);
    await deals.round();
    expect([polls, did.length]).toEqual([3, 4]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
