import { describe, expect, it } from 'vitest';
import { cancellationsOf, nonceAt } from './offer-nonce';

const NOW = 1_795_000_000_000;
const [low, high] = [Uint8Array.of(0, 0, 0), Uint8Array.of(255, 255, 255)];

describe('nonceAt', () => {
  it('grows with time, whatever the dice say, and fits 64 bits', () => {
    expect(nonceAt(NOW, high)).toBeLessThan(nonceAt(NOW + 1, low));
    expect(nonceAt(NOW, low)).not.toBe(nonceAt(NOW, high));
    expect(nonceAt(Date.UTC(2109, 0, 1), high)).toBeLessThan(1n << 64n);
  });
});

describe('cancellationsOf', () => {
  const [one, two] = [nonceAt(NOW - 2_000, high), nonceAt(NOW - 1_000, low)];
  const random = 0xffff_ffff_ffff_fff0n;

  it('cancels all offers so far by one call, and no later one', () => {
    const calls = cancellationsOf(
      [
        { kind: 'job', nonce: two },
        { kind: 'resource', nonce: one },
      ],
      NOW,
    );
    expect(calls).toEqual([{ functionName: 'cancelBelow', nonce: two + 1n }]);
    expect(calls[0]?.nonce).toBeLessThan(nonceAt(NOW, low));
  });

  it('cancels one by one what would take later offers with it', () => {
    const offers = [
      { kind: 'job', nonce: one },
      { kind: 'resource', nonce: two },
      { kind: 'resource', nonce: random },
    ] as const;
    expect(cancellationsOf(offers, NOW)).toEqual([
      { functionName: 'cancelBelow', nonce: two + 1n },
      { functionName: 'cancelResource', nonce: random },
    ]);
    expect(cancellationsOf([offers[2], offers[0]], NOW)).toEqual([
      { functionName: 'cancelResource', nonce: random },
      { functionName: 'cancelJob', nonce: one },
    ]);
    expect(cancellationsOf([], NOW)).toEqual([]);
  });
});
