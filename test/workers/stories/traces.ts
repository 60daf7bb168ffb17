import { expect } from 'vitest';
import { OUTCOME } from '../../../lib/chain/deal-facts';
import { jobTraceOf } from '../../../lib/telemetry/trace-id';
import type { Scenario } from '../../scenario';

/** Spans that every process sends of an audited deal, however often each. */
const AUDITED = [
  'directory: receipt given',
  'indexer: settlement',
  'mediator: re-execution',
  'provider-1: match seen',
  'provider-1: post',
  'provider-1: receipt',
  'provider-1: run',
  'provider-1: settled',
  'provider-1: upload',
  'solver: match',
  'web: job offer',
];

/** What every process tells an OpenTelemetry collector of one job. */
export const traceStories = (market: () => Scenario) => ({
  async 'is one trace of all processes, from its offer to its settlement'() {
    const { collector, deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[0]], auditBps: 10_000 };
    const { hash } = await buyer.buys(wish);
    const settled = await deals.settles(await deals.matched(hash));
    expect(settled.outcome).toBe(OUTCOME.Upheld);
    const { traceId, rootSpanId } = jobTraceOf(hash);
    const spans = () => collector.spans.filter((span) => span.traceId === traceId);
    const seen = () =>
      [
        ...new Set(
          spans().map(({ service, name }) => `${service.replace('reckon-', '')}: ${name}`),
        ),
      ].sort();
    // Every process sends its spans once a second.
    await expect.poll(seen, { timeout: 60_000, interval: 500 }).toEqual(AUDITED);
    const [root, ...others] = spans().sort(
      (a, b) => (a.parentSpanId ? 1 : 0) - (b.parentSpanId ? 1 : 0),
    );
    expect(root).toMatchObject({ name: 'job offer', spanId: rootSpanId });
    for (const { name, parentSpanId } of others) expect(parentSpanId, name).toBe(rootSpanId);
  },
});
