import { describe, expect, it } from 'vitest';
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
  it('says what each side gets', () => {
    expect(row('accepted')).toMatchObject({ pays: 600n, provider: 600n, within: 100 });
    expect(row('missed')).toMatchObject({ pays: 0n, compensation: 420n, provider: -420n });
    expect(row('upheld-draw')).toMatchObject({ pays: 1_200n, provider: 600n });
    expect(row('upheld-dispute')).toMatchObject({ pays: 1_800n, provider: 1_200n });
    expect(row('overturned')).toMatchObject({ compensation: 600n, provider: -86_100n });
  });
});
