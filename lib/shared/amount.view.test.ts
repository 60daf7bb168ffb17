import { describe, expect, it } from 'vitest';
import { formatAmount, parseAmount, splitAmount } from './amount.view';

describe('formatAmount', () => {
  it('keeps every significant decimal and shows at least two', () => {
    expect(formatAmount(0n)).toBe('0.00');
    expect(formatAmount(1n)).toBe('0.000001');
    expect(formatAmount(420_000n)).toBe('0.42');
    expect(formatAmount(1_234_567_890_000n)).toBe('1,234,567.89');
    expect(formatAmount(-5_500_000n)).toBe('−5.50');
  });
});

describe('splitAmount', () => {
  it('always has all decimals', () => {
    expect(splitAmount(420_000n)).toEqual({ kept: '0.42', zeros: '0000' });
    expect(splitAmount(1n)).toEqual({ kept: '0.000001', zeros: '' });
  });
});

describe('parseAmount', () => {
  it('reads what formatAmount writes', () => {
    for (const amount of [0n, 1n, 420_000n, 1_234_567_890_123n]) {
      expect(parseAmount(formatAmount(amount))).toBe(amount);
    }
  });
  it('refuses what is not an exact amount', () => {
    for (const text of ['', 'a', '-1', '1.2345678', '1e3', '0x10']) {
      expect(parseAmount(text)).toBeUndefined();
    }
  });
  it('does not read a decimal comma as a mark of thousands: 1,5 is not 15', () => {
    for (const text of ['1,5', '0,002', '0,5', '12,34', '1,2345', ',5', '1.5,000']) {
      expect(parseAmount(text)).toBeUndefined();
    }
    expect(parseAmount('1,250.5')).toBe(1_250_500_000n);
  });
});
