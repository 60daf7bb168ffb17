import { expect, it } from 'vitest';
import { depthOf } from './json-depth';

it('counts the brackets that are open at once, and none in texts', () => {
  expect(depthOf('1')).toBe(0);
  expect(depthOf('[{"a":[]},[]]')).toBe(3);
  expect(depthOf('["[[[[\\"{{{"]')).toBe(1);
  expect(depthOf('['.repeat(200_000))).toBe(200_000);
});
