import { describe, expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { dealTerms } from '../../test/builders/deals';
import { testHash } from '../../test/builders/offers';
import { NO_CASE, type Post, STAGE } from '../chain/deal-facts';
import { stakesOf } from '../chain/terms';
import { longestDeal } from '../offers/deal-windows';
import { providerLockOf } from '../offers/price';
import { machineMoneyOf } from './machine-money';

const limits = { grace: 30, appealWindow: 300, seatWait: 120 };
const terms = dealTerms();
const lock = providerLockOf(stakesOf(terms), terms.resourceSolverFee);
const post = (reviewEndsAt: number): Post => ({
  stage: STAGE.Posted,
  seal: testHash(5),
  fuelUsed: terms.fuelLimit / 2n,
  reviewEndsAt,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
});

describe('what a machine has behind its deals', () => {
  it('is nothing without deals', () => {
    expect(machineMoneyOf([], limits)).toEqual({
      locked: 0n,
      lockedUntil: undefined,
      nextPayout: undefined,
    });
  });

  it('is the sum of its locks, free by the latest end', () => {
    const late = dealRecord({ terms: dealTerms({ matchedAt: terms.matchedAt + 50 }) });
    const money = machineMoneyOf([dealRecord(), late], limits);
    expect(money.locked).toBe(2n * lock);
    expect(money.lockedUntil).toBe(terms.matchedAt + 50 + longestDeal(terms, limits));
    expect(money.nextPayout).toBeUndefined();
  });

  it('pays the result first whose review ends first, and none that a panel looks at', () => {
    const half = terms.basePrice + ((terms.fuelLimit / 2n) * terms.fuelPrice) / 1_000_000_000n;
    const of = (id: number, end: number) => dealRecord({ dealId: testHash(id), post: post(end) });
    const judged = { ...of(3, 10), case: NO_CASE };
    expect(machineMoneyOf([of(1, 300), of(2, 200), judged], limits).nextPayout).toEqual({
      dealId: testHash(2),
      amount: half,
      at: 200,
    });
  });
});
