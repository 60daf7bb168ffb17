import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildParts } from '../../scripts/start/build.mjs';
import { type Collector, startCollector } from '../stack/start-collector';
import { type AgentMarket, startAgentMarket } from './agent-market';
import { healthAndTraces, keyForbidden, moduleNotAllowed, ownKeyForbidden } from './agent-stories';
import { lyingNode } from './lying-node-story';
import { runLoad } from './run-load';

let market: AgentMarket;
let collector: Collector;

beforeAll(async () => {
  await buildParts(['workers']);
  collector = await startCollector();
  const traces = collector.url;
  market = await startAgentMarket({ lanes: 6, cpuMilli: 1_000, storageMiB: 2, traces });
});
afterAll(async () => {
  await market?.stop();
  collector?.stop();
});

describe('an agent', () => {
  it('serves a dozen deals through two kills: none lost, none executed twice, nothing oversold', async () => {
    const { seconds, ...report } = await runLoad(market, { deals: 12, kills: 2 });
    expect(report).toEqual({ deals: 12, settled: 12, executedTwice: 0, oversold: 0, kills: 2 });
    expect(seconds).toBeGreaterThan(0);
  });

  it('shows health, metrics and one trace a job across processes, and notices another one with its key', () =>
    healthAndTraces(market, collector));

  it('declines a module that its owner does not allow', () => moduleNotAllowed(market));

  it('is off the market while its provider forbids its key', () => keyForbidden(market));

  it(
    'gives no ticket while its node fails or lies when it is asked for its leave, and says why',
    () => lyingNode(market),
    300_000,
  );

  it('with a wallet of its own does not allow a forbidden key again by a restart', () =>
    ownKeyForbidden(market));
});
