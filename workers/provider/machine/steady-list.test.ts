import { expect, it } from 'vitest';
import { type Listing, SteadyList } from './steady-list';

const ok = (...list: string[]): Listing<string> => ({ kind: 'ok', list });
const failed: Listing<string> = { kind: 'failed' };

it('keeps devices through a slow answer, and misses those that are gone', () => {
  const devices = new SteadyList<string>();
  const after = (seconds: number, listing: Listing<string>) => [
    ...devices.take(listing, seconds * 1_000),
  ];
  expect(after(0, failed)).toEqual([]);
  expect(after(60, ok('a', 'b'))).toEqual(['a', 'b']);
  expect(after(120, failed)).toEqual(['a', 'b']);
  expect(after(135, failed)).toEqual(['a', 'b']);
  expect(after(140, ok('a'))).toEqual(['a']);
  expect(after(200, failed)).toEqual(['a']);
  expect(after(230, failed)).toEqual([]);
  expect(after(240, ok('a'))).toEqual(['a']);
  expect(after(300, { kind: 'missing' })).toEqual([]);
  expect(after(360, failed)).toEqual([]);
});
