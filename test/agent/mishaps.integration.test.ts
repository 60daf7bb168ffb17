import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OUTCOME, STAGE } from '../../lib/chain/deal-facts';
import { MIB } from '../../lib/content/content-limits';
import { jobOfferHashOf } from '../../lib/offers/offer-hash';
import { sameHex } from '../../lib/shared/address';
import { buildParts } from '../../scripts/start/build.mjs';
import { freePort } from '../../scripts/start/ports.mjs';
import type { ProcessHandle } from '../../scripts/start/processes.mjs';
import { busiestUnder, usedBy } from '../stack/job-processes';
import { testSupervisor } from '../stack/processes';
import { type AgentMarket, startAgentMarket } from './agent-market';
import { readActivity } from './read-activity';

const PATIENCE = { timeout: 60_000, interval: 200 };
/** Some seconds of work: quick machines do a million steps in half a second. */
const STEPS = 6_000_000;
/** One GiB must be free for an agent's preflight. */
const FULL_DISK_MIB = 1_200;

let market: AgentMarket;
let agent: ProcessHandle;
let port: number;

beforeAll(async () => {
  await buildParts(['workers']);
  market = await startAgentMarket();
});
afterAll(() => market?.stop());

async function runAgent(state: string, more: Record<string, string>): Promise<void> {
  port = await freePort();
  const env = { ...market.agentEnv(state), HEALTH_PORT: String(port), ...more };
  agent = testSupervisor().start({
    name: `agent-${state}-${market.chain.port}`,
    command: process.execPath,
    args: ['dist/provider.js'],
    cwd: process.cwd(),
    env,
  });
}

/** Starts an agent, and waits until its offer can be matched. */
async function startAgent(state: string, more: Record<string, string> = {}): Promise<void> {
  await runAgent(state, more);
  // The ticket of an agent before may still be good.
  await vi.waitUntil(async () => (await health()).status === 200 && hasTicket(), PATIENCE);
}

const hasTicket = async () => (market.board.ticket()?.until ?? 0) > (await market.now()) + 20;

/** What the agent says of itself. */
async function health() {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
  return { status: response?.status, text: (await response?.text()) ?? '' };
}

/** Starts a deal; answers how it goes on, by what the chain tells. */
async function match(order: Awaited<ReturnType<AgentMarket['order']>>, lane: number) {
  const hash = jobOfferHashOf(order.offer);
  await market.match([order], [lane]);
  return async () => {
    await market.feed.poll();
    return [...market.feed.deals().values()].find((one) => sameHex(one.jobOfferHash, hash));
  };
}

describe('the engine of an agent, killed in the middle of a job,', () => {
  beforeAll(() => startAgent('killed'));
  afterAll(() => agent.stop());

  /** kill -9 of the process that computes. */
  async function killJob(): Promise<void> {
    const pid = agent.pid();
    if (pid === undefined) throw new Error('the agent does not run');
    const before = usedBy(pid);
    await expect.poll(() => busiestUnder(pid, before), { ...PATIENCE, interval: 50 }).toBeDefined();
    process.kill(busiestUnder(pid, before) ?? 0, 'SIGKILL');
  }

  const steps = (dealId: string) =>
    readActivity(join(market.folder, 'killed', 'activity.jsonl'))
      .filter((line) => line.dealId === dealId)
      .map(({ did }) => did);

  it('once, runs it again, and the deal goes on as if nothing was', async () => {
    const read = await match(await market.longOrder(STEPS), 0);
    await killJob();
    await expect.poll(async () => (await read())?.stage, PATIENCE).toBe(STAGE.Cleared);
    const did = steps((await read())?.dealId ?? '');
    expect(did.filter((one) => one === 'executing')).toHaveLength(2);
    expect(did.filter((one) => one === 'sealed')).toHaveLength(1);
    expect(await health()).toMatchObject({ status: 200 });
  });

  it('twice, declines the deal and says why', async () => {
    const read = await match(await market.longOrder(STEPS), 1);
    await killJob();
    await killJob();
    await expect.poll(async () => (await read())?.stage, PATIENCE).toBe(STAGE.Settled);
    const deal = await read();
    expect(deal?.outcome).toBe(OUTCOME.Declined);
    const lines = readActivity(join(market.folder, 'killed', 'activity.jsonl'));
    const refused = lines.find(({ did, dealId }) => did === 'refused' && dealId === deal?.dealId);
    expect(refused).toMatchObject({ cause: 'engine-failed' });
    expect(refused?.detail).toMatch(/SIGKILL|137/);
    expect((await health()).text).toContain('engine-failed');
  });
});

/** Mounts a small disk; answers why it cannot be, where it cannot. */
function mountSmallDisk(folder: string): string | undefined {
  mkdirSync(folder, { recursive: true });
  const options = ['-t', 'tmpfs', '-o', `size=${FULL_DISK_MIB}m`, 'tmpfs', folder];
  const { error, status, stderr } = spawnSync('mount', options, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return `needs root, to mount a small disk: ${error?.message ?? stderr.trim()}`;
}

/** Writes until nothing more goes onto the disk. */
function fillDisk(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (const size of [1 << 20, 4_096, 1]) {
      const piece = Buffer.alloc(size, 7);
      try {
        while (writeSync(file, piece) > 0);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

describe('an agent whose disk is full', () => {
  it('goes off the market, says so, and serves what it owes when there is room again', async (context) => {
    const folder = join(market.folder, 'full');
    const problem = mountSmallDisk(folder);
    if (problem) return context.skip(problem);
    try {
      await startAgent('full');
      const order = await market.order();
      const filler = join(folder, 'filler');
      fillDisk(filler);
      const read = await match(order, 2);
      await expect.poll(async () => (await health()).status, PATIENCE).toBe(503);
      expect((await health()).text).toContain(`The disk of ${folder} is full`);
      const until = market.board.ticket()?.until;
      // Two rounds of its offers: it gives no further ticket.
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      expect(market.board.ticket()?.until).toBe(until);
      expect((await read())?.stage).toBe(STAGE.Matched);
      rmSync(filler);
      await expect.poll(async () => (await read())?.stage, PATIENCE).toBe(STAGE.Cleared);
      await expect.poll(async () => (await health()).status, PATIENCE).toBe(200);
    } finally {
      await agent?.stop();
      spawnSync('umount', ['-l', folder]);
    }
  });

  it('when it starts says so, takes no deal, and serves when there is room', async (context) => {
    const folder = join(market.folder, 'full-at-start');
    const problem = mountSmallDisk(folder);
    if (problem) return context.skip(problem);
    try {
      const filler = join(folder, 'filler');
      fillDisk(filler);
      const until = market.board.ticket()?.until;
      await runAgent('full-at-start', {});
      await expect.poll(async () => (await health()).status, PATIENCE).toBe(503);
      expect(JSON.parse((await health()).text)).toMatchObject({
        ...{ state: 'unhealthy', running: 0 },
        problems: [{ text: `The disk of ${folder} is full: jobs wait. Free some space there.` }],
      });
      // Enough for the agent to begin with, and for no job.
      truncateSync(filler, (FULL_DISK_MIB - 10) * MIB);
      // A round of its offers and more.
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      await expect.poll(async () => (await health()).status, PATIENCE).toBe(503);
      expect(market.board.ticket()?.until).toBe(until);
      rmSync(filler);
      await vi.waitUntil(async () => (await health()).status === 200 && hasTicket(), PATIENCE);
      const read = await match(await market.order(), 3);
      await expect.poll(async () => (await read())?.stage, PATIENCE).toBe(STAGE.Cleared);
    } finally {
      await agent?.stop();
      spawnSync('umount', ['-l', folder]);
    }
  });
});
