import { expect, it } from 'vitest';
import { timeOfPage } from './page-time';

it('is that of the page before for ten minutes, and never later than now', () => {
  expect(timeOfPage(undefined, 1_000)).toBe(1_000);
  expect(timeOfPage(990, 1_000)).toBe(990);
  expect(timeOfPage(400, 1_000)).toBe(400);
  expect(timeOfPage(399, 1_000)).toBe(1_000);
  expect(timeOfPage(1_001, 1_000)).toBe(1_000);
});
