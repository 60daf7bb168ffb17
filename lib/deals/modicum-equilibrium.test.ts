import { describe, expect, it } from 'vitest';
import {
  bestAgreement,
  buyerChecking,
  mixedEquilibrium,
  penaltyFactor,
  providerHonesty,
} from './modicum-equilibrium';

const game = { executionCost: 1, deceptionCost: 0.1, verificationCost: 1 };

describe('the mixed equilibrium', () => {
  it('has buyers check in 0.69 % at n = 1, theta = 128, in 22.5 % at K = 4, in 7.5 % at K = 12', () => {
    const checking = (penalty: number) => buyerChecking({ ...game, penalty });
    expect(penaltyFactor(1, 128)).toBe(130);
    expect(checking(penaltyFactor(1, 128))).toBeCloseTo(0.0069, 4);
    expect(checking(4)).toBeCloseTo(0.225, 12);
    expect(checking(12)).toBeCloseTo(0.075, 12);
  });

  it('leaves half of the results bogus when checking costs as much as running, whatever K is', () => {
    for (const penalty of [4, 12, 130]) {
      expect(mixedEquilibrium({ ...game, penalty }).honesty).toBeCloseTo(0.5, 12);
    }
    expect(providerHonesty({ ...game, mediationCost: 0.5 })).toBeCloseTo(1 / 3, 12);
    expect(providerHonesty({ ...game, compensation: 0 })).toBe(0);
    expect(providerHonesty({ ...game, verificationCost: 0 })).toBe(1);
    expect(providerHonesty({ ...game, mediationCost: 3 })).toBe(0);
  });

  it('makes each side indifferent', () => {
    const penalty = 12;
    const { honesty, checking } = mixedEquilibrium({ ...game, penalty, mediationCost: 0.2 });
    // Provider: executing costs c_e - c_d more, deceiving loses K when checked.
    expect(game.executionCost - game.deceptionCost).toBeCloseTo(checking * penalty, 12);
    // Buyer: checking costs c_v, and gains price and compensation less g_m from a bogus result.
    expect(game.verificationCost).toBeCloseTo((1 - honesty) * (1 + 1 - 0.2), 12);
  });
});

describe('bestAgreement', () => {
  it('reproduces the reference figures', () => {
    expect(bestAgreement({ n: 1, theta: 0 })).toBeCloseTo(0.5, 3);
    expect(bestAgreement({ n: 2, theta: 0 })).toBeCloseTo(0.805, 3);
    expect(bestAgreement({ n: 4, theta: 0 })).toBeCloseTo(0.943, 3);
    expect(bestAgreement({ n: 1, theta: 2 })).toBeCloseTo(0.75, 3);
  });

  it('is where a dishonest buyer gains most', () => {
    for (const job of [
      { n: 1, theta: 0 },
      { n: 3, theta: 5, mediationCost: 0.3 },
      { n: 2, theta: 1, execution: 0.9 },
    ]) {
      const { n, theta, mediationCost = 0, execution = 1 } = job;
      const utility = (p: number) =>
        -penaltyFactor(n, theta) * (1 - execution * p) * (1 - p ** n) -
        (2 - mediationCost) * execution * p;
      const best = utility(bestAgreement(job));
      for (let p = 0.0005; p < 1; p += 0.001) {
        expect(utility(p)).toBeLessThanOrEqual(best + 1e-9);
      }
    }
  });

  it('is 1 where every disagreement loses', () => {
    expect(bestAgreement({ n: 1, theta: 40, execution: 0.5 })).toBe(1);
  });
});
