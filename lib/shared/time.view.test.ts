import { describe, expect, it } from 'vitest';
import { formatClock, formatDuration, formatInstant, formatRelative } from './time.view';

describe('durations', () => {
  it('names the two largest parts', () => {
    expect(formatDuration(0)).toBe('0 s');
    expect(formatDuration(59)).toBe('59 s');
    expect(formatDuration(3_725)).toBe('1 h 2 min');
    expect(formatDuration(86_400 * 7)).toBe('7 d');
  });
  it('counts down', () => {
    expect(formatClock(252)).toBe('04:12');
    expect(formatClock(3_852)).toBe('1:04:12');
    expect(formatClock(-4)).toBe('00:00');
  });
  it('tells past from future', () => {
    expect(formatRelative(100, 100)).toBe('just now');
    expect(formatRelative(100, 340)).toBe('4 min ago');
    expect(formatRelative(340, 100)).toBe('in 4 min');
  });
  it('names the nearest whole unit: a link good for a day does not run out in 23 hours', () => {
    expect(formatRelative(86_399, 0)).toBe('in 1 d');
    expect(formatRelative(7 * 86_400 - 5, 0)).toBe('in 7 d');
    expect(formatRelative(3_595, 0)).toBe('in 1 h');
    expect(formatRelative(0, 100)).toBe('2 min ago');
    expect(formatRelative(0, 11 * 3_600)).toBe('11 h ago');
    expect(formatRelative(0, 1_800)).toBe('30 min ago');
    expect(formatRelative(0, 59)).toBe('59 s ago');
  });
  it('writes instants in UTC', () => {
    expect(formatInstant(1_700_000_000)).toBe('2023-11-14 22:13:20 UTC');
  });
});
