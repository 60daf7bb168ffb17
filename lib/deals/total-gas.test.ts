import { expect, it } from 'vitest';
import { totalGasOf } from './total-gas';

it('is what the receipts say where all were read, and says so where it is an estimate', () => {
  expect(totalGasOf({ counted: 3, spent: 700n }, 3, 3)).toEqual({ spent: 700n, isEstimate: false });
  expect(totalGasOf({ counted: 100, spent: 5_000n }, 100, 250)).toEqual({
    spent: 12_500n,
    isEstimate: true,
  });
});

it('charges no key for what another one sent', () => {
  expect(totalGasOf({ counted: 1, spent: 70n }, 2, 2)).toEqual({ spent: 70n, isEstimate: false });
  expect(totalGasOf({ counted: 50, spent: 500n }, 100, 200)?.spent).toBe(1_000n);
  expect(totalGasOf({ counted: 0, spent: 0n }, 2, 2)).toBeUndefined();
});
