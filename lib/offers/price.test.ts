import { describe, expect, it } from 'vitest';
import {
  AUDIT_BOUND,
  appealLockOf,
  auditOverhead,
  buyerLockOf,
  capitalOverhead,
  costOf,
  dealValueOf,
  declinePenaltyOf,
  latePenaltyOf,
  leastAuditBps,
  priceOf,
  providerLockOf,
  seatFeeOf,
  seatLockOf,
} from './price';

const prices = { basePrice: 1_000n, fuelPrice: 2_000n };
const deal = { value: 11_000n, theta: 40, n: 1, isVerified: true };

describe('prices', () => {
  it('round down and never pass V', () => {
    expect(costOf(prices, 0n)).toBe(1_000n);
    expect(costOf(prices, 999_999n)).toBe(1_001n);
    expect(dealValueOf(prices, 5_000_000_000n)).toBe(11_000n);
    expect(priceOf(prices, 6_000_000_000n, 5_000_000_000n)).toBe(11_000n);
  });

  it('pay seats for the cheaper claim, at least the court fee', () => {
    const facts = { fuelPosted: 4_000_000_000n, fuelFound: 1_000_000_000n, leastSeatFee: 0n };
    const limit = { fuelLimit: 5_000_000_000n };
    expect(seatFeeOf(prices, { ...facts, ...limit })).toBe(3_000n);
    expect(seatFeeOf(prices, { ...facts, ...limit, leastSeatFee: 3_500n })).toBe(3_500n);
  });
});

describe('locks', () => {
  it('follow section 3', () => {
    expect(buyerLockOf(deal, 100n)).toBe(22_100n);
    expect(providerLockOf(deal, 50n)).toBe(41n * 11_000n + 50n);
    expect(appealLockOf(deal)).toBe(33_000n);
    expect(seatLockOf(deal)).toBe(154_000n);
    expect(seatLockOf({ ...deal, theta: 1 })).toBe(11_000n);
    expect(seatLockOf({ value: 10n, theta: 3, n: 3, isVerified: true })).toBe(12n);
  });

  it('are V and at least V without verification', () => {
    const plain = { value: 11_000n, theta: 0, n: 0, isVerified: false };
    expect(buyerLockOf(plain, 100n)).toBe(11_100n);
    expect(providerLockOf(plain, 50n)).toBe(11_050n);
    expect(providerLockOf({ ...plain, theta: 3 }, 0n)).toBe(33_000n);
  });
});

describe('penalties', () => {
  it('grow with the elapsed share of the window, up to V/5', () => {
    expect(latePenaltyOf(11_004n)).toBe(2_200n);
    expect(declinePenaltyOf(11_000n, 0, 30)).toBe(0n);
    expect(declinePenaltyOf(11_000n, 15, 30)).toBe(1_100n);
    expect(declinePenaltyOf(11_000n, 31, 30)).toBe(2_200n);
  });
});

describe('audits', () => {
  it('need a rate that reaches the bound, and no more', () => {
    for (const n of [1, 3, 5, 15]) {
      for (let theta = 1; theta <= 200; theta++) {
        const least = leastAuditBps(theta, n);
        expect(least * (theta + n + 1)).toBeGreaterThanOrEqual(AUDIT_BOUND);
        expect((least - 1) * (theta + n + 1)).toBeLessThan(AUDIT_BOUND);
      }
    }
    expect(auditOverhead(1, leastAuditBps(40, 1))).toBeCloseTo(0.0298);
    expect(auditOverhead(3, leastAuditBps(121, 3))).toBeCloseTo(0.03);
    // A week at 5 % a year of 41 times V.
    expect(capitalOverhead(40, 1, 7 * 86_400, 0.05)).toBeCloseTo(0.0393, 4);
  });
});
