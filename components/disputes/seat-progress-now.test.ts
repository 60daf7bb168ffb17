import { expect, it } from 'vitest';
import { testAddress } from '@/test/builders/offers';
import { progressNow } from './seat-progress-now';

const seat = testAddress(1);
const READ = 1_700_000_000_000;
const data = [{ seat, share: 0.62, at: READ / 1_000 }];
const read = { data, dataUpdatedAt: READ, errorUpdatedAt: 0 };

it('tells how far a seat says that it is, and nothing for one that says nothing', () => {
  expect(progressNow(read, seat)).toBe(0.62);
  expect(progressNow(read, testAddress(2))).toBeUndefined();
  const never = { data: undefined, dataUpdatedAt: 0, errorUpdatedAt: 0 };
  expect(progressNow(never, seat)).toBeUndefined();
});

it('does not go on showing a share once the directory cannot be reached', () => {
  const failing = (ms: number) => ({ ...read, errorUpdatedAt: READ + ms });
  expect(progressNow(failing(2_000), seat)).toBe(0.62);
  expect(progressNow(failing(6_000), seat)).toBe('unreadable');
  // Nor does it pretend that the seat says nothing.
  expect(progressNow({ ...failing(0), data: undefined, dataUpdatedAt: 0 }, seat)).toBe(
    'unreadable',
  );
  const reachedAgain = { data, dataUpdatedAt: READ + 9_000, errorUpdatedAt: READ + 8_000 };
  expect(progressNow(reachedAgain, seat)).toBe(0.62);
});
