import { expect, it } from 'vitest';
import { differingPixels } from './differing-pixels';

const pixels = (...bytes: number[]) => Uint8ClampedArray.from(bytes);

it('marks the pixels that differ in any of their parts, and makes the others faint', () => {
  const theirs = pixels(1, 2, 3, 255, 9, 9, 9, 255, 0, 0, 0, 0);
  const found = pixels(1, 2, 3, 255, 9, 9, 9, 254, 0, 0, 0, 0);
  const { count, picture } = differingPixels(theirs, found);
  expect(count).toBe(1);
  expect([...picture]).toEqual([1, 2, 3, 40, 220, 38, 38, 255, 0, 0, 0, 0]);
  expect(differingPixels(theirs, theirs).count).toBe(0);
});
