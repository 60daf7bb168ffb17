import { spawn } from 'node:child_process';
import { toFunctionSelector } from 'viem';
import { expect } from 'vitest';
import { freePort } from '../../scripts/start/ports.mjs';
import { type Lie, startLyingProxy } from '../stack/lying-proxy';
import type { AgentMarket } from './agent-market';

const PATIENCE = { timeout: 60_000, interval: 200 };
/** Longer than two looks at its offers. */
const A_WHILE_MS = 12_000;
const QUESTION = toFunctionSelector('operators(address,address)');

/** Answers so when it is asked whether the key may post. */
const whenAsked =
  (said: Awaited<ReturnType<Lie>>): Lie =>
  async ({ method, params }) => {
    const [call] = (params ?? []) as readonly { data?: string }[];
    return method === 'eth_call' && call?.data?.startsWith(QUESTION) ? said : undefined;
  };

/** What the only node says, and what the agent makes of it. */
const LIES: readonly (readonly [Lie, string])[] = [
  [async () => ({ status: 503 }), 'HTTP request failed: status 503'],
  [whenAsked({ text: '<html>Bad gateway</html>' }), 'HTTP request failed: Unexpected token'],
  [
    async ({ method }) =>
      method === 'eth_chainId'
        ? { result: '0x1' }
        : method === 'eth_call'
          ? { result: '0x' }
          : undefined,
    'returned no data',
  ],
  [whenAsked({ result: `0x${'0'.repeat(64)}` }), 'has forbidden the key'],
];

/**
 * An agent whose only node fails or lies when it asks for its leave to post gives no tickets meanwhile,
 * says why, once, and goes on by itself when the node has come to its senses.
 */
export async function lyingNode(market: AgentMarket): Promise<void> {
  const { board } = market;
  const node = await startLyingProxy(market.chain.url, async () => undefined);
  const port = await freePort();
  const env = { ...market.agentEnv('lied-to'), RPC_URL: node.url, HEALTH_PORT: String(port) };
  const agent = spawn(process.execPath, ['dist/provider.js'], { env });
  let log = '';
  agent.stdout.on('data', (piece) => {
    log += piece;
  });
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    return `${response?.status} ${await response?.text()}`;
  };
  // So that each look of the agent at its offers asks for a ticket.
  board.offers('off');
  try {
    await expect.poll(health, PATIENCE).toMatch(/^200 /);
    for (const [lie, said] of LIES) {
      const from = log.length;
      node.lies(lie);
      await expect.poll(health, PATIENCE).toContain(said);
      expect(await health()).toMatch(/^503 /);
      const given = board.count;
      await new Promise((resolve) => setTimeout(resolve, A_WHILE_MS));
      expect({ said, more: board.count - given }).toEqual({ said, more: 0 });
      const lines = log.slice(from).split('\n');
      const told = lines.filter((line) => /lets its key post|has forbidden/.test(line));
      expect(told.filter((line) => line.includes(said))).toHaveLength(1);
      node.lies(async () => undefined);
      await expect.poll(() => board.count, PATIENCE).toBeGreaterThan(given);
      await expect.poll(health, PATIENCE).toMatch(/^200 /);
    }
  } finally {
    board.offers('live');
    const ended = new Promise((resolve) => agent.once('close', resolve));
    agent.kill('SIGTERM');
    await ended;
    await node.stop();
  }
}
