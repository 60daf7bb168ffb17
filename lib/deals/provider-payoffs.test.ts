import { describe, expect, it } from 'vitest';
import { leastAuditBps } from '../offers/price';
import { bestChoice, type ProviderCase, providerPayoffs } from './provider-payoffs';

const RATIOS = [1.2, 2, 10];
const COSTS = [0.6, 1, 5];
const PANELS = [
  [1, 40],
  [3, 121],
  [1, 1],
] as const;

function* cases(): Generator<ProviderCase> {
  for (const [n, theta] of PANELS) {
    for (const corruptMajority of [0, 0.039]) {
      for (const valueRatio of RATIOS) {
        for (const executionCost of COSTS) {
          for (const claim of [0, 0.5, 1]) {
            const auditBps = leastAuditBps(theta, n);
            const protection = { theta, n, auditBps, corruptMajority };
            yield { protection, valueRatio, executionCost, solverFee: 0.05, claim };
          }
        }
      }
    }
  }
}

describe('providerPayoffs', () => {
  it('orders decline early > decline late >= miss > junk for every claim and every cost', () => {
    for (const one of cases()) {
      const { declineEarly, declineLate, miss, junk } = providerPayoffs(one);
      expect(declineEarly).toBeGreaterThan(declineLate);
      expect(declineLate).toBeGreaterThanOrEqual(miss);
      expect(miss).toBeGreaterThan(junk);
    }
  });

  it('puts executing first where it pays; where it does not, declining early is the best way out', () => {
    for (const one of cases()) {
      const { execute, declineEarly } = providerPayoffs(one);
      if (one.executionCost < 1) expect(execute).toBeGreaterThan(declineEarly);
      if (one.executionCost === 1) expect(execute).toBeCloseTo(declineEarly, 12);
      expect(bestChoice(one)).toBe(one.executionCost <= 1 ? 'execute' : 'declineEarly');
    }
  });

  it('leaves +0.35 for executing at c_e = 0.6, and -0.05 for declining at once', () => {
    const [first] = cases();
    const { execute, declineEarly, declineLate, miss } = providerPayoffs(first!);
    expect(execute).toBeCloseTo(0.35, 12);
    expect(declineEarly).toBeCloseTo(-0.05, 12);
    expect(declineLate).toBeCloseTo(-0.2 * 1.2 - 0.05, 12);
    expect(miss).toBe(declineLate);
  });

  it('would favour junk at a tenth of the rate', () => {
    const protection = { theta: 40, n: 1, auditBps: 30, corruptMajority: 0 };
    const one = { protection, valueRatio: 2, executionCost: 0.6, solverFee: 0.05 };
    expect(bestChoice(one)).toBe('junk');
  });
});
