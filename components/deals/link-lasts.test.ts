import { expect, it } from 'vitest';
import { keptUntilOf } from '@/lib/deals/kept-until';
import { linkLasts } from './link-lasts';

const NOW = 1_700_000_000;
const DAY = 86_400;

it('promises no link for longer than the directory keeps the result', () => {
  const post = { hasReceipt: true, reviewEndsAt: NOW - 3 * DAY };
  const lasts = linkLasts(NOW, keptUntilOf(post));
  expect(lasts.map(({ label }) => label)).toEqual([
    'one hour',
    'one day',
    expect.stringMatching(/^as long as it is kept \(4 d/),
  ]);
  expect(Math.max(...lasts.map(({ seconds }) => seconds))).toBe(4 * DAY);
});

it('offers none once the promise has ended, and short ones where there was none', () => {
  expect(linkLasts(NOW, NOW - 1)).toEqual([]);
  expect(keptUntilOf({ hasReceipt: false, reviewEndsAt: NOW })).toBeUndefined();
  expect(linkLasts(NOW, undefined).map(({ seconds }) => seconds)).toEqual([3_600, DAY]);
});
