import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  breakEvenPerGiga,
  type DealShape,
  hourlyProfit,
  type MachineCosts,
  suggestedPerGiga,
} from './price-coach';

const deal: DealShape = {
  fuel: 36e9,
  valueRatio: 2,
  theta: 40,
  n: 1,
  auditBps: 300,
  lockedSeconds: 3_600,
  panelSeconds: 7_200,
};
const costs: MachineCosts = {
  fuelPerSecond: 1e9,
  concurrent: 2,
  busy: 0.5,
  watts: 200,
  idleWatts: 50,
  powerPrice: 0.3,
  gasPrice: 0.0001,
  ratePerYear: 0.05,
};

describe('an hour of a machine', () => {
  it('is worked out by hand', () => {
    const hour = hourlyProfit({ base: 0.01, perGiga: 0.001 }, costs, deal);
    // 36 s a run, two at once, half of the time: 100 runs of 0.01 + 36 * 0.001.
    expect(hour.deals).toBeCloseTo(100, 9);
    expect(hour.income).toBeCloseTo(4.6, 9);
    // (0.5 * 200 + 0.5 * 50) W for an hour.
    expect(hour.power).toBeCloseTo(0.125 * 0.3, 9);
    expect(hour.gas).toBeCloseTo(0.01, 9);
    // Each run locks 41 * 2 * 0.046 for an hour, a hundred of them an hour.
    expect(hour.collateral).toBeCloseTo(100 * 3.772 * (1 + 0.03 * 2), 6);
    expect(hour.capital).toBeCloseTo((100 * 3.772 * 0.05) / 8_760, 9);
    expect(hour.audits).toBeCloseTo((0.03 * 2 * 100 * 3.772 * 0.05) / 8_760, 9);
    const spent = hour.power + hour.gas + hour.capital + hour.audits;
    expect(hour.profit).toBeCloseTo(hour.income - spent, 12);
  });

  it('costs idle power and brings nothing without work', () => {
    const hour = hourlyProfit({ base: 1, perGiga: 1 }, { ...costs, busy: 0 }, deal);
    expect(hour).toMatchObject({ deals: 0, income: 0, gas: 0 });
    expect(hour.profit).toBeCloseTo(-0.05 * 0.3, 12);
  });
});

describe('the price that leaves nothing', () => {
  const anyCosts = fc.record({
    fuelPerSecond: fc.double({ min: 1e6, max: 1e12, noNaN: true }),
    concurrent: fc.integer({ min: 1, max: 64 }),
    busy: fc.double({ min: 0.01, max: 1, noNaN: true }),
    watts: fc.double({ min: 1, max: 5_000, noNaN: true }),
    idleWatts: fc.double({ min: 0, max: 500, noNaN: true }),
    powerPrice: fc.double({ min: 0.01, max: 2, noNaN: true }),
    gasPrice: fc.double({ min: 0, max: 0.1, noNaN: true }),
    ratePerYear: fc.double({ min: 0, max: 0.3, noNaN: true }),
  });

  it('leaves nothing, and more leaves more', () => {
    fc.assert(
      fc.property(anyCosts, (any) => {
        const price = breakEvenPerGiga(0, any, deal);
        if (price === undefined) throw new Error('every machine with work has a price');
        const at = (perGiga: number) => hourlyProfit({ base: 0, perGiga }, any, deal);
        expect(Math.abs(at(price).profit)).toBeLessThanOrEqual(1e-9 * at(price).income);
        expect(at(price * 1.1).profit).toBeGreaterThan(0);
      }),
    );
  });

  it('is nothing where the runs alone pay, and none where money locked costs more than it earns', () => {
    expect(breakEvenPerGiga(10, costs, deal)).toBe(0);
    expect(breakEvenPerGiga(0, { ...costs, busy: 0 }, deal)).toBeUndefined();
    expect(breakEvenPerGiga(0, { ...costs, ratePerYear: 1_000 }, deal)).toBeUndefined();
  });

  it('is the floor of what is suggested', () => {
    const least = breakEvenPerGiga(0, costs, deal) ?? 0;
    expect(suggestedPerGiga({ median: 1 }, 0, costs, deal)).toBe(1);
    expect(suggestedPerGiga({ median: 0 }, 0, costs, deal)).toBeCloseTo(1.2 * least, 15);
    expect(suggestedPerGiga(null, 0, costs, deal)).toBeCloseTo(1.2 * least, 15);
    expect(suggestedPerGiga(null, 0, { ...costs, busy: 0 }, deal)).toBeUndefined();
  });
});
