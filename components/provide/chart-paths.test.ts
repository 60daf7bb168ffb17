import { describe, expect, it } from 'vitest';
import { areaPath, linePath, meanOf, newestOf, stretchesOf } from './chart-paths';

const box = { width: 40, height: 10 };

describe('a line over buckets', () => {
  it('steps from one to the next', () => {
    expect(linePath([0, 0.5, 1, 0.25], box)).toBe('M0 10H10V5H20V0H30V7.5H40');
    expect(areaPath([0, 0.5], box)).toBe('M0 10L0 10H20V5H40V10Z');
  });

  it('is broken where nothing was measured', () => {
    expect(stretchesOf([null, 1, 0, null, 1])).toEqual([
      { from: 1, values: [1, 0] },
      { from: 4, values: [1] },
    ]);
    expect(linePath([1, null, 0.5, null], box)).toBe('M0 0H10M20 5H30');
    expect(areaPath([1, null, 0.5, null], box)).toBe('M0 10L0 0H10V10ZM20 10L20 5H30V10Z');
    expect(linePath([null, null], box)).toBe('');
    expect(linePath([], box)).toBe('');
  });

  it('tells its mean and its newest value of what was measured alone', () => {
    expect([meanOf([null, 0.2, 0.4]), newestOf([0.2, 0.4, null])]).toEqual(
      [0.3, 0.4].map((v) => expect.closeTo(v, 12)),
    );
    expect([meanOf([null]), newestOf([])]).toEqual([undefined, undefined]);
  });
});
