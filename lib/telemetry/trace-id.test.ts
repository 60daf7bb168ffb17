import { expect, it } from 'vitest';
import { jobTraceOf } from './trace-id';

it('is the same for everybody who knows the offer: digits of its hash', () => {
  const hash = `0x${'AB'.repeat(16)}${'cd'.repeat(8)}${'ef'.repeat(8)}` as const;
  expect(jobTraceOf(hash)).toEqual({ traceId: 'ab'.repeat(16), rootSpanId: 'cd'.repeat(8) });
});
