import { expect, it } from 'vitest';
import { StreamQuota } from './stream-quota';

it('gives each client its places and no more, and one back when it leaves', () => {
  const quota = new StreamQuota(2);
  const leave = quota.take('a');
  expect(quota.take('a')).toBeTypeOf('function');
  expect(quota.take('a')).toBeUndefined();
  expect(quota.take('b')).toBeTypeOf('function');
  leave?.();
  leave?.();
  expect(quota.take('a')).toBeTypeOf('function');
  expect(quota.take('a')).toBeUndefined();
});
