import { describe, expect, it } from 'vitest';
import { raisedFees } from './raise-fees';

const estimate = { maxFeePerGas: 1_000n, maxPriorityFeePerGas: 100n };
const rich = { gas: 100n, balance: 10n ** 18n };
const feeAfter = (tries: number, key = rich) => raisedFees(estimate, tries, key).maxFeePerGas;

describe('the fees of a transaction that waits', () => {
  it('rise by a quarter with each try', () => {
    expect(raisedFees(estimate, 0, rich)).toEqual(estimate);
    expect(raisedFees(estimate, 1, rich)).toEqual({
      maxFeePerGas: 1_251n,
      maxPriorityFeePerGas: 126n,
    });
  });

  it('do not rise without end', () => {
    expect(feeAfter(10)).toBeLessThan(10_000n);
    expect(feeAfter(1_000)).toBe(feeAfter(10));
  });

  it('take at most half of what the key has, and never less than the chain asks for', () => {
    const key = { gas: 100n, balance: 400_000n };
    expect(feeAfter(10, key) * key.gas).toBe(key.balance / 2n);
    const poor = raisedFees(estimate, 10, { gas: 100n, balance: 5n });
    expect(poor.maxFeePerGas).toBe(1_000n);
    expect(poor.maxPriorityFeePerGas).toBeLessThanOrEqual(1_000n);
  });
});
