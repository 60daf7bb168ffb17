import { describe, expect, it } from 'vitest';
import { bestTheta, protectionCostOf } from './best-theta';

const HOUR = 3_600;
const WEEK = 7 * 24 * HOUR;

describe('protectionCostOf', () => {
  it('reproduces the reference figures of the audits', () => {
    const one = protectionCostOf(40, { n: 1, dealSeconds: HOUR, ratePerYear: 0.1 });
    expect(one.auditBps / 10_000).toBeCloseTo(0.0298, 12);
    expect(one.audits).toBeCloseTo(0.0298, 12);
    const three = protectionCostOf(121, { n: 3, dealSeconds: HOUR, ratePerYear: 0.1 });
    expect(three.audits).toBeCloseTo(0.03, 12);
  });

  it('charges the lock over the deal by the year', () => {
    const year = 365 * 24 * HOUR;
    expect(protectionCostOf(9, { n: 1, dealSeconds: year, ratePerYear: 0.05 }).capital).toBe(0.5);
    const cost = protectionCostOf(40, { n: 1, dealSeconds: WEEK, ratePerYear: 0.1 });
    expect(cost.capital).toBeCloseTo((41 * 0.1 * 7) / 365, 12);
    expect(cost.total).toBe(cost.audits + cost.capital);
  });
});

describe('bestTheta', () => {
  it('lies where one more of theta saves as much in audits as it costs in capital', () => {
    for (const n of [1, 3]) {
      for (const dealSeconds of [HOUR, 24 * HOUR, WEEK]) {
        const deal = { n, dealSeconds, ratePerYear: 0.1 };
        const { theta, total } = bestTheta(deal);
        const perUnit = (dealSeconds * 0.1) / (365 * 24 * HOUR);
        const smooth = Math.sqrt((1.25 * n) / perUnit) - n - 1;
        // Whole 1/10,000 make steps around the smooth optimum; none of them is dear.
        expect(total).toBeLessThanOrEqual(protectionCostOf(Math.round(smooth), deal).total);
        expect(total).toBeGreaterThan(2 * Math.sqrt(1.25 * n * perUnit) - perUnit);
        expect(Math.abs(theta - smooth) / smooth).toBeLessThan(0.2);
      }
    }
  });

  it('is high for short deals and low for long ones', () => {
    const of = (dealSeconds: number) => bestTheta({ n: 1, dealSeconds, ratePerYear: 0.1 }).theta;
    expect(of(HOUR)).toBeGreaterThan(of(24 * HOUR));
    expect(of(24 * HOUR)).toBeGreaterThan(of(WEEK));
  });

  it('stays within what both sides accept', () => {
    const deal = { n: 1, dealSeconds: WEEK, ratePerYear: 0.1 };
    expect(bestTheta(deal, { minTheta: 40, maxTheta: 200 }).theta).toBe(40);
    expect(bestTheta({ ...deal, dealSeconds: HOUR }, { maxTheta: 121 }).theta).toBe(121);
    expect(bestTheta({ ...deal, ratePerYear: 100 }).theta).toBe(1);
  });
});
