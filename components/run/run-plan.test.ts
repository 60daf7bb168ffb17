import { expect, it } from 'vitest';
import { panelSizeOf, panelSizesOf } from './run-plan';

it('offers panels that a court has members for, and takes the largest for any other that a link asks for', () => {
  expect(panelSizesOf(20)).toEqual([1, 3, 5]);
  expect(panelSizesOf(10)).toEqual([1, 3]);
  expect(panelSizesOf(0)).toEqual([1]);
  expect(panelSizeOf(3, [1, 3, 5])).toBe(3);
  expect(panelSizeOf(7, [1, 3, 5])).toBe(5);
  expect(panelSizeOf(5, [1, 3])).toBe(3);
});
