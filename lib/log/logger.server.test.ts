import { createPublicClient, http } from 'viem';
import { expect, it } from 'vitest';
import { errorForLog } from './logger.server';

it('writes down what a node failed at without the key in its address', async () => {
  const url = 'http://127.0.0.1:1/v2/SECRET?key=SECRET';
  const client = createPublicClient({ transport: http(url, { retryCount: 0 }) });
  const error = await client.getBlockNumber().catch((cause: unknown) => cause);
  expect(String(error)).toContain('SECRET');
  const written = errorForLog(new Error('reading deals', { cause: error }));
  const text = JSON.stringify(written);
  expect(text).not.toContain('SECRET');
  expect(text).toContain('http://127.0.0.1:1/…');
  expect(text).toContain('reading deals');
});
