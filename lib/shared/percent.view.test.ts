import { expect, it } from 'vitest';
import { formatBps, percentOf, percentOfCount, percentText } from './percent.view';

it('keeps a figure and its sign on one line', () => {
  for (const text of [percentText(0), percentText('0.62'), percentOf(0.0062), percentOf(0.00001)]) {
    // Lines break at spaces and tabs, not at a no-break space.
    expect(text).not.toMatch(/[ \t\n]/);
    expect(text).toMatch(/\d\u00a0%$/);
  }
  expect(percentOf(0.0062)).toBe('0.62\u00a0%');
});

it('never rounds something to nothing', () => {
  expect(percentOf(0)).toBe('0\u00a0%');
  expect(percentOf(0.00001)).toBe('<\u00a00.01\u00a0%');
});

it('drops trailing zeros of basis points', () => {
  expect(formatBps(298)).toBe('2.98\u00a0%');
  expect(formatBps(10000)).toBe('100\u00a0%');
  expect(formatBps(50)).toBe('0.5\u00a0%');
});

it('tells how much of a number another is in one form', () => {
  expect(percentOfCount(10, 110)).toBe('9.1\u00a0%');
  expect(percentOfCount(1, 2)).toBe('50\u00a0%');
  expect(percentOfCount(0, 7)).toBe('0\u00a0%');
  expect(percentOfCount(1, 100_000)).toBe('<\u00a00.1\u00a0%');
  expect(percentOfCount(0, 0)).toBe('–');
});
