import { describe, expect, it } from 'vitest';
import { leastAuditBps } from '../offers/price';
import {
  deterrenceOf,
  isDeterred,
  isRateAccepted,
  junkGain,
  LATE_LOSS,
  toleratedCorruption,
  toleratedCorruptionOfCheating,
  toleratedMembers,
} from './deterrence';

describe('deterrence', () => {
  it('makes junk worse than missing the deadline at the least accepted rate (I12)', () => {
    for (const n of [1, 3, 5, 15]) {
      for (const theta of [1, 5, 40, 121, 2_000]) {
        const auditBps = leastAuditBps(theta, n);
        expect(isRateAccepted({ theta, n, auditBps })).toBe(true);
        expect(isDeterred({ theta, n, auditBps, corruptMajority: 0 })).toBe(true);
        expect(isDeterred({ theta, n, auditBps, corruptMajority: 0.039 })).toBe(true);
        expect(toleratedCorruption({ theta, n, auditBps })).toBeGreaterThanOrEqual(0.04 - 1e-9);
        expect(toleratedCorruptionOfCheating({ theta, n, auditBps })).toBeGreaterThanOrEqual(
          0.2 - 1e-9,
        );
      }
    }
  });

  it('fails where the rate is too low or panels are too corrupt', () => {
    expect(isRateAccepted({ theta: 40, n: 1, auditBps: 297 })).toBe(false);
    expect(isRateAccepted({ theta: 40, n: 1, auditBps: 298 })).toBe(true);
    expect(isDeterred({ theta: 40, n: 1, auditBps: 298, corruptMajority: 0.1 })).toBe(false);
    expect(junkGain({ theta: 1, n: 1, auditBps: 10_000, corruptMajority: 0 })).toBe(-2);
    expect(LATE_LOSS).toBe(-0.2);
  });

  it('holds up to x = 0.04, and up to x = 0.20 where being late costs nothing', () => {
    const rate = { theta: 23, n: 1, auditBps: 500 };
    expect(toleratedCorruption(rate)).toBeCloseTo(0.04, 12);
    expect(toleratedCorruptionOfCheating(rate)).toBeCloseTo(0.2, 12);
    expect(deterrenceOf({ ...rate, corruptMajority: 0.04 })).toBeCloseTo(1.2, 12);
    expect(junkGain({ ...rate, corruptMajority: 0.04 })).toBeCloseTo(LATE_LOSS, 12);
    expect(junkGain({ ...rate, corruptMajority: 0.2 })).toBeCloseTo(0, 12);
  });

  it('leaves the largest claim as the best one', () => {
    const protection = { theta: 40, n: 1, auditBps: 298, corruptMajority: 0 };
    for (const claim of [0, 0.1, 0.5, 0.99]) {
      expect(junkGain(protection, claim)).toBeLessThan(junkGain(protection, 1));
    }
    expect(junkGain(protection, 0)).toBeCloseTo(-0.0298 * 41, 12);
  });
  it('tells how many bad members of a court make a cheat pay', () => {
    const rate = { theta: 40, n: 1, auditBps: leastAuditBps(40, 1) };
    // One seat: bad members are drawn as often as they are many.
    expect(junkGain({ ...rate, corruptMajority: 0.3 })).toBeCloseTo(0.124, 3);
    expect(junkGain({ ...rate, corruptMajority: 0.2 })).toBeLessThan(0);
    expect(toleratedMembers(rate, 10)).toBe(2);
    expect(toleratedMembers(rate, 4)).toBe(0);
    expect(toleratedMembers({ ...rate, n: 3, auditBps: leastAuditBps(40, 3) }, 10)).toBe(3);
  });
});
