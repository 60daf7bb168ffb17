import { describe, expect, it } from 'vitest';
import { runningTotals, startsOf } from './earnings';

describe('bars', () => {
  it('end with the hour or day of now, without gaps', () => {
    const now = 1_700_000_123;
    const hours = startsOf('24h', now);
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toBe(Math.floor(now / 3_600) * 3_600);
    expect((hours.at(-1) ?? 0) - (hours[0] ?? 0)).toBe(23 * 3_600);
    expect(startsOf('30d', now)).toHaveLength(30);
    expect(startsOf('7d', now).at(-1)).toBe(Math.floor(now / 86_400) * 86_400);
  });

  it('add up, losses taken off', () => {
    const bar = (earned: bigint, lost: bigint) => ({ start: 0, deals: 1, earned, lost });
    expect(runningTotals([bar(5n, 0n), bar(0n, 8n), bar(4n, 1n)])).toEqual([5n, -3n, 0n]);
    expect(runningTotals([])).toEqual([]);
  });
});
