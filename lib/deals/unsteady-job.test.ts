import { describe, expect, it } from 'vitest';
import {
  modicumDispute,
  modicumWorstCase,
  unsteadyWorstCase,
  usualMajority,
  wronglyOverturned,
} from './unsteady-job';

describe('a job that is not deterministic', () => {
  it('ends in one of three ways in MODiCuM', () => {
    const { accepted, providerFined, buyerFined } = modicumDispute(0.8, 2);
    expect(providerFined).toBeCloseTo(0.2 * 0.64, 12);
    expect(accepted + providerFined + buyerFined).toBeCloseTo(1, 12);
  });

  it('fines an honest provider of MODiCuM in a quarter of deals at worst with one re-run', () => {
    expect(modicumWorstCase(1)).toEqual({ agreement: 0.5, providerFined: 0.25 });
    for (const n of [1, 2, 4]) {
      const worst = modicumWorstCase(n).providerFined;
      for (let p = 0; p <= 1; p += 0.01) {
        expect(modicumDispute(p, n).providerFined).toBeLessThanOrEqual(worst + 1e-12);
      }
    }
  });

  it('is judged by majorities of independent runs', () => {
    expect(usualMajority(0.8, 1)).toBeCloseTo(0.8, 12);
    expect(usualMajority(0.8, 3)).toBeCloseTo(3 * 0.64 * 0.2 + 0.512, 12);
    expect(usualMajority(0.5, 15)).toBeCloseTo(0.5, 12);
    expect(wronglyOverturned(1, 3, false)).toBe(0);
    expect(wronglyOverturned(0.8, 1, false)).toBeCloseTo(2 * 0.8 * 0.2, 12);
  });

  it('overturns half of judged deals at worst, a quarter with an appeal', () => {
    expect(unsteadyWorstCase(1, 40, false)).toEqual({
      agreement: 0.5,
      overturned: 0.5,
      loss: { A: 20.5, B: 1 },
    });
    expect(unsteadyWorstCase(1, 40, true).overturned).toBeCloseTo(0.25, 6);
    const large = unsteadyWorstCase(5, 40, true);
    expect(large.agreement).toBeGreaterThan(0.6);
    expect(large.overturned).toBeGreaterThan(0.25);
    expect(large.overturned).toBeLessThan(0.26);
  });
});
