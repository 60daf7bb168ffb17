import { describe, expect, it } from 'vitest';
import { ReplayGuard } from './replay-guard';

describe('ReplayGuard', () => {
  it('admits a key once until it is forgotten', () => {
    const guard = new ReplayGuard();
    expect(guard.admit('a', 10n, 0n)).toBe(true);
    expect(guard.admit('a', 20n, 5n)).toBe(false);
    expect(guard.admit('a', 20n, 10n)).toBe(false);
    expect(guard.admit('a', 20n, 11n)).toBe(true);
  });

  it('refuses when full of keys that count, and makes room by forgetting', () => {
    const guard = new ReplayGuard(2);
    expect(guard.admit('a', 10n, 0n)).toBe(true);
    expect(guard.admit('b', 30n, 0n)).toBe(true);
    expect(guard.admit('c', 30n, 5n)).toBe(false);
    expect(guard.admit('c', 30n, 11n)).toBe(true);
    expect(guard.admit('b', 40n, 11n)).toBe(false);
  });

  it('gives a key out once', () => {
    const guard = new ReplayGuard();
    guard.admit('a', 10n, 0n);
    expect(guard.take('a', 5n)).toBe(true);
    expect(guard.take('a', 5n)).toBe(false);
    guard.admit('b', 10n, 0n);
    expect(guard.take('b', 11n)).toBe(false);
  });
});
