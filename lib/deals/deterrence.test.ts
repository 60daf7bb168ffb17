import { describe, expect, it } from 'vitest';
import { leastAuditBps } from '../offers/price';
import { isDeterred, isRateAccepted, junkGain, LATE_LOSS, toleratedCorruption } from './deterrence';

describe('deterrence', () => {
  it('makes junk worse than missing the deadline at the least accepted rate (I12)', () => {
    for (const n of [1, 3, 5]) {
      for (const theta of [1, 5, 40, 121]) {
        const auditBps = leastAuditBps(theta, n);
        expect(isRateAccepted({ theta, n, auditBps })).toBe(true);
        expect(isDeterred({ theta, n, auditBps, corruptMajority: 0 })).toBe(true);
        expect(isDeterred({ theta, n, auditBps, corruptMajority: 0.039 })).toBe(true);
        expect(toleratedCorruption({ theta, n, auditBps })).toBeGreaterThanOrEqual(0.04 - 1e-9);
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
});
