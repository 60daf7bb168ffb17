import { describe, expect, it } from 'vitest';
import { formatDecimals, formatSignificant } from './quantity.view';

const NUMBERS = [0, 0.5, 1, 12, 999.5, 1_234.5, 12_345.678, 1e6, 1.5e9, 0.000_012_34, -1_234.5];

describe('numbers without Intl', () => {
  it.each(NUMBERS)('says what Intl says of %d', (value) => {
    const intl = (options: Intl.NumberFormatOptions) => value.toLocaleString('en-US', options);
    expect(formatDecimals(value, 3)).toBe(intl({ maximumFractionDigits: 3 }));
    expect(formatSignificant(value, 3)).toBe(intl({ maximumSignificantDigits: 3 }));
  });

  it('rounds up to the next power of ten', () => {
    expect(formatSignificant(0.099_96, 3)).toBe('0.1');
    expect(formatSignificant(999_999, 3)).toBe('1,000,000');
  });
});
