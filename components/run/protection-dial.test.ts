import { describe, expect, it } from 'vitest';
import { DIAL_MARKS, DIAL_MAX, dialOf, thetaOf } from './protection-dial';

describe('the protection dial', () => {
  it('has its marks at the named rates', () => {
    expect(DIAL_MARKS.map(({ value }) => thetaOf(value))).toEqual([10, 40, 121, 200]);
  });
  it('comes back to every place and never runs backwards', () => {
    for (let place = 0; place <= DIAL_MAX; place += 1) {
      expect(dialOf(thetaOf(place))).toBe(place);
      if (place > 0) expect(thetaOf(place)).toBeGreaterThan(thetaOf(place - 1));
    }
  });
});
