import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestDeal } from './deal-windows';
import { forecastOutcomes } from './outcome-forecast';
import { type RunTerms, runFigures } from './run-figures';

const config = { grace: 10, appealWindow: 30, seatWait: 120 };
const terms: RunTerms = {
  prices: { basePrice: 100n, fuelPrice: 1_000n },
  fuelLimit: 2_000_000_000n,
  expectedFuel: 500_000_000n,
  theta: 40,
  n: 1,
  executionWindow: 30,
  reviewWindow: 60,
  solverFee: 0n,
};

describe('forecastOutcomes', () => {
  const figures = runFigures(terms, config);
  const rows = forecastOutcomes(terms, figures, config, 50n);
  const row = (outcome: string) => rows.find((entry) => entry.outcome === outcome)!;

  it('starts from V, the expected price and the locks', () => {
    expect(figures).toMatchObject({ value: 2_100n, expected: 600n, locked: 4_200n });
    expect(figures.auditBps).toBe(298);
  });
  it('never lets a row pay out more than was locked', () => {
    for (const { pays, back, outcome } of rows) {
      const further = ['upheld-dispute', 'overturned', 'void'].includes(outcome) ? 2_100n : 0n;
      expect(pays + back).toBe(4_200n + further);
      expect(back).toBeGreaterThanOrEqual(0n);
    }
  });
  it('never costs more than what the buyer is told before it signs, unless it disputes', () => {
    const range = (max: number) => fc.integer({ min: 1, max });
    const priced = fc.record({
      base: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fuelPrice: fc.bigInt({ min: 0n, max: 10n ** 9n }),
      limit: fc.bigInt({ min: 1n, max: 10n ** 13n }),
      expected: fc.bigInt({ min: 0n, max: 10n ** 14n }),
      least: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      theta: range(200),
      n: fc.constantFrom(0, 1, 3, 5),
      insured: fc.boolean(),
    });
    fc.assert(
      fc.property(priced, ({ base, fuelPrice, limit, expected, least, theta, n, insured }) => {
        const run = {
          ...terms,
          ...{ prices: { basePrice: base, fuelPrice }, fuelLimit: limit, theta, n },
          expectedFuel: expected,
        };
        const told = runFigures(run, config);
        for (const { outcome, pays } of forecastOutcomes(run, told, config, least, insured)) {
          if (outcome !== 'upheld-dispute') expect(pays).toBeLessThanOrEqual(told.locked);
        }
      }),
    );
  });
  it('tells the latest time of each outcome, appeal and second panel included', () => {
    for (const outcome of ['upheld-draw', 'upheld-dispute', 'overturned', 'void']) {
      expect(row(outcome).within).toBe(longestDeal(terms, config));
    }
  });
  it('says what each side gets', () => {
    expect(row('accepted')).toMatchObject({ pays: 600n, provider: 600n, within: 100 });
    expect(row('missed')).toMatchObject({ pays: 0n, compensation: 420n, provider: -420n });
    expect(row('upheld-draw')).toMatchObject({ pays: 1_200n, provider: 600n });
    expect(row('upheld-dispute')).toMatchObject({ pays: 1_800n, provider: 1_200n });
    expect(row('overturned')).toMatchObject({ compensation: 600n, provider: -86_100n });
  });
});

describe('a run in class B', () => {
  const figures = runFigures({ ...terms, theta: 2, auditBps: 4_000 }, config);
  const row = (outcome: string) =>
    forecastOutcomes({ ...terms, theta: 2 }, figures, config, 50n, false).find(
      (entry) => entry.outcome === outcome,
    );

  it('costs a wrong provider the price and the fees, and the buyer the seats where none agree', () => {
    expect(figures.auditBps).toBe(4_000);
    expect(row('overturned')).toMatchObject({ compensation: 600n, provider: -1_200n });
    // One seat and three more after the appeal, 50 each.
    expect(row('void')).toMatchObject({ pays: 200n, back: 4_200n + 2_100n - 200n });
  });
});

describe('a run that nobody checks', () => {
  const unverified = { ...terms, theta: 1, n: 0 };
  const figures = runFigures(unverified, config);

  it('locks nothing for mediators, and can only be accepted, missed or declined', () => {
    expect(figures).toMatchObject({
      ...{ locked: 2_100n, reserve: 0n, providerLock: 2_100n },
      ...{ auditBps: 0, overheadAmount: 0n, longest: 100 },
    });
    const outcomes = forecastOutcomes(unverified, figures, config, 0n, false);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'missed', 'declined']);
    expect(outcomes[0]).toMatchObject({ pays: 600n, back: 1_500n });
  });
});
