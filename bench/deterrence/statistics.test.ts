import { describe, expect, it } from 'vitest';
import { estimate } from './statistics';

describe('estimate', () => {
  it('gives the mean and half of its 95 % interval', () => {
    // Sample variance of 1..5 is 2.5; its standard error sqrt(2.5 / 5).
    const { meanProfit, ci95, samples } = estimate([1, 2, 3, 4, 5]);
    expect(meanProfit).toBe(3);
    expect(ci95).toBeCloseTo(1.959964 * Math.sqrt(0.5), 4);
    expect(samples).toBe(5);
  });

  it('is sure of what never varies', () => {
    expect(estimate([0.35, 0.35, 0.35])).toEqual({ meanProfit: 0.35, ci95: 0, samples: 3 });
  });

  it('refuses to judge by one sample', () => {
    expect(() => estimate([1])).toThrow(RangeError);
  });
});
