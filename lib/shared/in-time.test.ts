import { expect, it } from 'vitest';
import { inTime, isTimeout, within } from './in-time';

/** Rejects with what the signal says. */
const until = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

it('ends by its own time, and sooner with whoever waits', async () => {
  for (const late of [until(within(5)), inTime(5, until)]) {
    expect(isTimeout(await late.catch((error: unknown) => error))).toBe(true);
  }
  const waiting = new AbortController();
  const both = [until(within(60_000, waiting.signal)), inTime(60_000, until, waiting.signal)];
  waiting.abort(new Error('gone'));
  for (const one of both) await expect(one).rejects.toThrow('gone');
  expect(within(60_000, waiting.signal).aborted).toBe(true);
});

it('takes weeks for weeks, which a timer of its own would take for nothing', async () => {
  const long = within(60 * 86_400_000);
  const over = within(-1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(long.aborted).toBe(false);
  expect(over.aborted).toBe(true);
});
