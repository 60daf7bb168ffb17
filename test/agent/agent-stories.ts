import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { OUTCOME, STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { readKeyFile } from '../../lib/chain/key-file.server';
import { isOperator } from '../../lib/chain/market.server';
import { createSender } from '../../lib/chain/send-call.server';
import { jobOfferHashOf } from '../../lib/offers/offer-hash';
import { sameHex } from '../../lib/shared/address';
import { jobTraceOf } from '../../lib/telemetry/trace-id';
import { freePort } from '../../scripts/start/ports.mjs';
import { testSupervisor } from '../stack/processes';
import type { Collector } from '../stack/start-collector';
import type { AgentMarket } from './agent-market';
import { readActivity } from './read-activity';

const PATIENCE = { timeout: 60_000, interval: 200 };

/** Starts an agent process; whoever supervises it starts it again. */
function startAgent(market: AgentMarket, state: string, more: Record<string, string>) {
  return testSupervisor().start({
    name: `agent-${state}-${market.chain.port}`,
    command: process.execPath,
    args: ['dist/provider.js'],
    cwd: process.cwd(),
    env: { ...market.agentEnv(state), ...more },
  });
}

/** Buys one run, and waits until its deal is as `isDone` says. */
async function buy(market: AgentMarket, isDone: (deal: DealRecord) => boolean) {
  const { feed, board } = market;
  const now = await market.now();
  await expect.poll(() => (board.ticket()?.until ?? 0) > now + 10, PATIENCE).toBe(true);
  const order = await market.order();
  const hash = jobOfferHashOf(order.offer);
  await market.match([order], [0]);
  const find = () => [...feed.deals().values()].find((one) => sameHex(one.jobOfferHash, hash));
  await expect
    .poll(async () => {
      await feed.poll();
      const deal = find();
      return deal !== undefined && isDone(deal);
    }, PATIENCE)
    .toBe(true);
  const deal = find();
  if (!deal) throw new Error('The deal has gone');
  return deal;
}

/** Asks an agent on this port: no status while nobody listens. */
function asking(port: number) {
  return async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    return { status: response?.status, text: (await response?.text()) ?? '' };
  };
}

/** Health, metrics, one trace a job, and two agents with one key. */
export async function healthAndTraces(market: AgentMarket, collector: Collector): Promise<void> {
  const port = await freePort();
  const agent = startAgent(market, 'health', {
    HEALTH_PORT: String(port),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  const ask = asking(port);
  try {
    const deal = await buy(market, ({ stage }) => stage === STAGE.Cleared);
    expect(await ask('/healthz')).toMatchObject({ status: 200 });
    // The chain knows of the post before the agent has read its receipt.
    await expect
      .poll(async () => (await ask('/metrics')).text, PATIENCE)
      .toContain('reckon_agent_results_posted_total 1');
    const { text } = await ask('/metrics');
    expect(text).toContain('reckon_agent_state{state="serving"} 1');
    expect(text).toContain('reckon_agent_step_seconds_count{step="run"} 1');
    expect((await ask('/')).status).toBe(404);
    await market.accept([deal]);
    const { traceId, rootSpanId } = jobTraceOf(deal.jobOfferHash);
    const spans = () => collector.spans.filter((span) => span.traceId === traceId);
    const seen = () =>
      spans().map(({ service, name }) => `${service.replace('reckon-', '')}: ${name}`);
    const own = ['match seen', 'post', 'receipt', 'run', 'settled', 'upload'];
    const all = [...own.map((name) => `agent: ${name}`), 'directory: receipt given'];
    await expect.poll(() => seen().sort(), PATIENCE).toEqual(all);
    for (const span of spans()) expect(span.parentSpanId).toBe(rootSpanId);
    // Another machine with a copy of its key sends a transaction.
    const account = await readKeyFile(join(market.folder, 'operator.key'));
    const other = createSender({ access: market.access, account, pollingMs: 50 });
    await other.send({ functionName: 'setOperator', args: [account.address, true] });
    await expect.poll(async () => (await ask('/healthz')).status, PATIENCE).toBe(503);
    expect((await ask('/healthz')).text).toContain('Another process sends transactions');
    expect((await ask('/metrics')).text).toContain('reckon_agent_foreign_transactions_total 1');
    await secondOnOneFolder(market);
  } finally {
    await agent.stop();
  }
}

/** A second agent on the same state folder ends at once, for good, and says why. */
async function secondOnOneFolder(market: AgentMarket): Promise<void> {
  const said = await command(market, [], 'health', {});
  expect(said).toEqual({ code: 78, text: expect.stringContaining('works in') });
}

/** A ticket that lasts for a while, of an agent that allows everything and has ended. */
async function ticketBefore(market: AgentMarket, state: string): Promise<void> {
  const earlier = startAgent(market, state, {});
  const isFresh = async () => (market.board.ticket()?.until ?? 0) > (await market.now()) + 60;
  await expect.poll(isFresh, PATIENCE).toBe(true);
  await earlier.stop();
}

/**
 * A module that its owner no longer allows here is declined before anything is fetched: a ticket from
 * before can still be matched, further ones are not given.
 */
export async function moduleNotAllowed(market: AgentMarket): Promise<void> {
  await ticketBefore(market, 'strict');
  const agent = startAgent(market, 'strict', { MODULES: `0x${'12'.repeat(32)}` });
  try {
    const deal = await buy(market, ({ stage }) => stage === STAGE.Settled);
    expect(deal.outcome).toBe(OUTCOME.Declined);
    const lines = readActivity(join(market.folder, 'strict', 'activity.jsonl'));
    const own = lines.filter(({ dealId }) => dealId === deal.dealId);
    expect(own.map(({ did }) => did)).toContain('refused');
    expect(own.map(({ did }) => did)).not.toContain('executing');
    expect(own.find(({ did }) => did === 'refused')?.cause).toBe('module-not-allowed');
    const last = market.board.ticket()?.until ?? 0;
    expect(last).toBeLessThanOrEqual(deal.terms.matchedAt + 90);
  } finally {
    await agent.stop();
  }
}

/** A key that its provider forbids is off the market and says so, until it may post again. */
export async function keyForbidden(market: AgentMarket): Promise<void> {
  const port = await freePort();
  const agent = startAgent(market, 'forbidden', { HEALTH_PORT: String(port) });
  const ask = asking(port);
  const state = async () => (await ask('/healthz')).status;
  try {
    await expect.poll(state, PATIENCE).toBe(200);
    await allow(market, false);
    await expect.poll(state, PATIENCE).toBe(503);
    expect((await ask('/healthz')).text).toContain('has forbidden the key');
    await allow(market, true);
    await expect.poll(state, PATIENCE).toBe(200);
  } finally {
    await agent.stop();
  }
}

const allow = ({ providing, operator }: AgentMarket, isAllowed: boolean) =>
  providing.send({ functionName: 'setOperator', args: [operator.address, isAllowed] });

/** An agent that has its provider's own key takes nothing back by a restart: only `allow` does. */
export async function ownKeyForbidden(market: AgentMarket): Promise<void> {
  const port = await freePort();
  const own = { WALLET_KEY_FILE: market.walletKey, HEALTH_PORT: String(port) };
  const start = () => startAgent(market, 'own-forbidden', own);
  const ask = asking(port);
  const state = async () => (await ask('/healthz')).status;
  const { access, provider, operator } = market;
  const isAllowed = () => isOperator(access, provider.address, operator.address);
  let agent = start();
  try {
    await expect.poll(state, PATIENCE).toBe(200);
    await allow(market, false);
    await expect.poll(state, PATIENCE).toBe(503);
    await agent.stop();
    agent = start();
    await expect.poll(async () => (await ask('/healthz')).text, PATIENCE).toContain('-- allow');
    expect(await isAllowed()).toBe(false);
    const said = await command(market, ['allow'], 'own-forbidden', own);
    expect(said).toEqual({ code: 0, text: expect.stringContaining('may post for') });
    expect(await isAllowed()).toBe(true);
    await expect.poll(state, PATIENCE).toBe(200);
  } finally {
    await agent.stop();
  }
}

/** Runs a command of the agent's to its end. */
async function command(
  market: AgentMarket,
  args: readonly string[],
  state: string,
  more: Record<string, string>,
): Promise<{ code: unknown; text: string }> {
  const env = { ...market.agentEnv(state), ...more };
  const child = spawn(process.execPath, ['dist/provider.js', ...args], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      text += piece;
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, text };
}
