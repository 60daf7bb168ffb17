import { describe, expect, it } from 'vitest';
import { bothPanelsCorruptChance, corruptMajorityChance, panelRiskOf } from './panel-risk';

describe('corruptMajorityChance', () => {
  it('is the share of bad members for one seat', () => {
    expect(corruptMajorityChance(20, 4, 1)).toBeCloseTo(0.2, 12);
  });
  it('counts draws without replacement', () => {
    // C(4,2)*C(16,1) + C(4,3) of C(20,3)
    expect(corruptMajorityChance(20, 4, 3)).toBeCloseTo((6 * 16 + 4) / 1140, 12);
    expect(corruptMajorityChance(20, 0, 3)).toBe(0);
    expect(corruptMajorityChance(20, 20, 3)).toBeCloseTo(1, 12);
  });
});

describe('bothPanelsCorruptChance', () => {
  it('takes the second panel from whom the first left', () => {
    // one seat, then three of the remaining 19 with 3 bad: C(3,2)*16 + C(3,3) of C(19,3)
    expect(bothPanelsCorruptChance(20, 4, 1)).toBeCloseTo((0.2 * (3 * 16 + 1)) / 969, 12);
  });
});

describe('panelRiskOf', () => {
  it('says for a court and a share of bad members what one panel and both risk', () => {
    const { bad, first, both } = panelRiskOf(20, 0.2, 1);
    expect(bad).toBe(4);
    expect(first).toBeCloseTo(0.2, 12);
    expect(both).toBe(bothPanelsCorruptChance(20, 4, 1));
    expect(panelRiskOf(20, 0.3, 3).first).toBe(corruptMajorityChance(20, 6, 3));
  });

  it('falls with the size of panel and court', () => {
    expect(panelRiskOf(40, 0.2, 3).first).toBeLessThan(panelRiskOf(40, 0.2, 1).first);
    expect(panelRiskOf(60, 0.1, 3).both).toBeLessThan(panelRiskOf(60, 0.1, 1).both);
  });
});
