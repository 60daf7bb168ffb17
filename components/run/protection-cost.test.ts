import { describe, expect, it } from 'vitest';
import { costOfTheta, costWords, defaultThetaOf } from './protection-cost';
import { STANDARD_THETA } from './protection-dial';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const all = () => 3;
const defaultIn = (dealSeconds: number, n = 1) => defaultThetaOf({ n, dealSeconds }, all);

describe('the default penalty rate', () => {
  it('belongs to the length of the deal: high for short ones, low for long ones', () => {
    // Figures of docs/deterrence.md; an hour's 327 is beyond the dial.
    expect(defaultIn(HOUR)).toBe(200);
    expect(defaultIn(DAY)).toBe(66);
    expect(defaultIn(7 * DAY)).toBe(23);
    expect(defaultIn(60 * DAY)).toBe(10);
  });

  it('costs no more than any other place of the dial', () => {
    for (const n of [1, 3, 5]) {
      for (const dealSeconds of [HOUR, 8 * HOUR, DAY, 7 * DAY]) {
        const best = costOfTheta(defaultIn(dealSeconds, n), { n, dealSeconds }).total;
        for (let theta = 10; theta <= 200; theta += 1) {
          expect(best).toBeLessThanOrEqual(costOfTheta(theta, { n, dealSeconds }).total);
        }
      }
    }
  });

  it('is the standard one where the best would leave fewer offers', () => {
    const deal = { n: 1, dealSeconds: HOUR };
    expect(defaultThetaOf(deal, (theta) => (theta > 100 ? 2 : 3))).toBe(STANDARD_THETA);
    expect(defaultThetaOf(deal, () => 0)).toBe(200);
    const long = { n: 1, dealSeconds: 7 * DAY };
    expect(defaultThetaOf(long, (theta) => (theta < 30 ? 0 : 3))).toBe(STANDARD_THETA);
  });
});

describe('the cost in words', () => {
  it('has both parts', () => {
    const eightHours = { n: 1, dealSeconds: 8 * HOUR };
    expect(costWords(costOfTheta(40, eightHours))).toBe('audits 2.98\u00a0% + capital 0.37\u00a0%');
    expect(costWords(costOfTheta(40, { n: 1, dealSeconds: 900 }))).toBe(
      'audits 2.98\u00a0% + capital 0.01\u00a0%',
    );
  });
});
