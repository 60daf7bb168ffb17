import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { CallRefusedError } from '../../lib/chain/send-call.server';
import { createLogger, type Logger } from '../../lib/log/logger.server';
import { openTracer } from '../../lib/telemetry/tracer.server';
import { dealRecord } from '../../test/builders/deal-record';
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

it('asks ever less often where the market refuses, says why once, and forgets the deal when it is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let deal = dealRecord();
    let reason = 'Market_NotOperator';
    let declines = 0;
    const told: unknown[] = [];
    const cleaned: string[] = [];
    const start = Number(deal.terms.matchedAt);
    const problem = () => ({ name: reason, args: [], text: 'It may not.', todo: '' });
    const refused = { step: 'refused', cause: 'maintenance', detail: 'It rests.' };
    const signal = new AbortController().signal;
    const deals = new DealDesk({
      serve: {
        desk: { tick: () => {}, release: async () => {} },
        journal: {
          read: async () => refused,
          clean: async (isOver: (dealId: string) => boolean) => {
            if (!isOver(deal.dealId)) return [];
            cleaned.push(deal.dealId);
            return [deal.dealId];
          },
        },
        shelf: { clean: async () => {} },
        activity: { add: async () => {} },
        decline: async () => {
          declines += 1;
          throw new CallRefusedError('decline', problem());
        },
        now: () => start,
      } as unknown as DealDeskPorts['serve'],
      feed: {
        poll: async () => ({
          head: { number: 1n, hash: testHash(9), parentHash: testHash(8), timestamp: start },
          changed: deal.stage === STAGE.Settled && cleaned.length === 0 ? [deal] : [],
          vanished: [],
        }),
        deals: () => new Map([[deal.dealId, deal]]),
        courts: () => new Map(),
      },
      isOurs: () => true,
      lastMomentOf: () => start + 600,
      wallet: undefined,
      tracer: openTracer('test', undefined),
      metrics: createAgentMetrics(new AgentControl(() => 0)),
      onHead: () => {},
      isBehind: () => false,
      signal,
      log: { warn: (fields: { reason: string }) => told.push(fields.reason) } as unknown as Logger,
    });
    const pass = async (seconds: number) => {
      for (let half = 0; half < 2 * seconds; half += 1) {
        await deals.round();
        await vi.advanceTimersByTimeAsync(500);
      }
    };
    await pass(60);
    expect(declines).toBeGreaterThan(5);
    expect(declines).toBeLessThan(12);
    expect(told).toEqual(['Market_NotOperator']);
    reason = 'Market_NotLive';
    await pass(20);
    expect(told).toEqual(['Market_NotOperator', 'Market_NotLive']);
    // It ends while the next try waits.
    deal = dealRecord({ stage: STAGE.Settled });
    await pass(20);
    expect(cleaned).toEqual([deal.dealId]);
  } finally {
    vi.useRealTimers();
  }
});
