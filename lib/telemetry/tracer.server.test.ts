import { expect, it } from 'vitest';
import { testHash } from '../../test/builders/offers';
import { startCollector } from '../../test/stack/start-collector';
import { jobTraceOf } from './trace-id';
import { openTracer } from './tracer.server';

it('puts what several processes do for a job into one trace, below the span that began it', async () => {
  const collector = await startCollector();
  const [web, solver] = ['web', 'solver'].map((name) => openTracer(name, collector.url));
  const [job, other] = [`0x${'ab'.repeat(32)}`, testHash(7)] as const;
  try {
    const failed = solver?.run(job, 'match', {}, async () => {
      throw new Error('https://node.example/SECRET is away');
    });
    await expect(failed).rejects.toThrow('SECRET');
    web?.root(job, 'job offer', { buyer: '0x1' }, 1_000, 1_001);
    web?.mark(other, 'other job', {}, 1_000, 1_001);
    await Promise.all([web?.close(), solver?.close()]);
    const { traceId, rootSpanId } = jobTraceOf(job);
    const [first, ...below] = collector.spans
      .filter((span) => span.traceId === traceId)
      .sort((a, b) => a.name.localeCompare(b.name));
    expect(first).toMatchObject({ name: 'job offer', spanId: rootSpanId, service: 'web' });
    expect(first?.parentSpanId).toBeUndefined();
    expect(below).toMatchObject([{ name: 'match', parentSpanId: rootSpanId, service: 'solver' }]);
    expect(below[0]?.spanId).not.toBe(rootSpanId);
    expect(collector.spans).toHaveLength(3);
    expect(JSON.stringify(collector.spans)).not.toContain('SECRET');
  } finally {
    collector.stop();
  }
});
