import { expect, it } from 'vitest';
import { AUDIT_BOUND } from './price';
import { auditRatesOf, cheatPays, deterringRate, thetaOfRate } from './probed-protection';

/** What a made-up result brings on average, in prices: gain unless audited, else price and fees. */
const gainOf = (auditBps: number, n: number) =>
  (10_000 - auditBps) / 10_000 - (auditBps / 10_000) * (1 + n);

it.each([1, 3, 5])('names honestly what deters in class B, with %i seats', (n) => {
  for (const rate of auditRatesOf(n)) {
    expect(cheatPays(rate, n)).toBe(gainOf(rate, n) >= 0);
    const theta = thetaOfRate(rate, n);
    expect(theta).toBeGreaterThanOrEqual(1);
    // The contract's own bound, with the least theta that keeps it.
    expect(rate * (theta + n + 1)).toBeGreaterThanOrEqual(AUDIT_BOUND);
    if (theta > 1) expect(rate * (theta + n)).toBeLessThan(AUDIT_BOUND);
  }
  expect(cheatPays(deterringRate(n), n)).toBe(false);
  expect(cheatPays(auditRatesOf(n)[0]!, n)).toBe(true);
});
