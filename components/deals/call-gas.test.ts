import { expect, it } from 'vitest';
import { CALL_GAS, isShortOfGas } from './call-gas';

it('tells an account that holds nothing, or less than a dispute costs now', () => {
  expect(isShortOfGas(0n, undefined)).toBe(true);
  expect(isShortOfGas(1n, 1_000n)).toBe(true);
  expect(isShortOfGas(CALL_GAS * 1_000n - 1n, 1_000n)).toBe(true);
});

it('says nothing of an account that has enough, or of which too little is known', () => {
  expect(isShortOfGas(CALL_GAS * 1_000n, 1_000n)).toBe(false);
  expect(isShortOfGas(1n, undefined)).toBe(false);
  expect(isShortOfGas(undefined, 1_000n)).toBe(false);
});
