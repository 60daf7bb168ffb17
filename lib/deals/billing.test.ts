import { describe, expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { testHash } from '../../test/builders/offers';
import { CAUSE, NO_CASE, type Post, STAGE } from '../chain/deal-facts';
import { billingStateOf, buyerMoneyOf } from './billing';

// n = 1, theta = 40: V = 11,000, pi = 9,000, the buyer's solver fee 100, least seat fee 500.
const post: Post = {
  stage: STAGE.Cleared,
  seal: testHash(5),
  fuelUsed: 4_000_000_000n,
  reviewEndsAt: 1_700_000_090,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};
const LOCK = 22_100n;
const inCase = (cause: typeof NO_CASE.cause) => ({ ...NO_CASE, stage: STAGE.Panel1, cause });
const payout = { toBuyer: 0n, toProvider: 0n, toSolver: 0n, toSeats: 0n, burned: 0n };

describe('billingStateOf', () => {
  it('accrues, is capped by the posted fuel, and is final when settled', () => {
    const matched = dealRecord();
    expect(billingStateOf(matched, 'running')).toBe('accruing');
    expect(billingStateOf(matched, 'late')).toBe('accruing');
    expect(billingStateOf(matched, 'overdue')).toBe('none');
    expect(billingStateOf({ stage: STAGE.Cleared }, 'in-review')).toBe('capped');
    expect(billingStateOf({ stage: STAGE.Panel1 }, 'panel-at-work')).toBe('capped');
    expect(billingStateOf({ stage: STAGE.Settled }, 'missed')).toBe('final');
  });
});

describe('buyerMoneyOf', () => {
  const pairs = (facts: Parameters<typeof buyerMoneyOf>[0], status = 'running' as const) => {
    const money = buyerMoneyOf(facts, status);
    expect(money.spent + money.refundable).toBe(money.locked);
    return [money.basis, money.locked, money.spent, money.compensation];
  };

  it('says at every stage what is locked, spent and refundable', () => {
    expect(pairs(dealRecord())).toEqual(['most', LOCK, 11_100n, 0n]);
    expect(buyerMoneyOf(dealRecord(), 'overdue')).toMatchObject({ spent: 0n, refundable: LOCK });
    const cleared = dealRecord({ stage: STAGE.Cleared, post });
    expect(pairs(cleared)).toEqual(['accepted', LOCK, 9_100n, 0n]);
  });

  it('counts the seats of an audit, and a dispute’s second price', () => {
    const drawn = dealRecord({ stage: STAGE.Panel1, post, case: inCase(CAUSE.PublicDraw) });
    expect(pairs(drawn)).toEqual(['upheld', LOCK, 18_100n, 0n]);
    const disputed = dealRecord({ stage: STAGE.Panel1, post, case: inCase(CAUSE.Dispute) });
    expect(pairs(disputed)).toEqual(['upheld', LOCK + 11_000n, 27_100n, 0n]);
    const bare = { ...post, hasReceipt: false };
    const unseen = dealRecord({ stage: STAGE.Panel1, post: bare, case: inCase(CAUSE.NoReceipt) });
    expect(pairs(unseen)).toEqual(['upheld', LOCK, 9_100n, 0n]);
  });

  it('goes by the settlement, a compensation apart', () => {
    const settled = (toBuyer: bigint) =>
      dealRecord({ stage: STAGE.Settled, post, payout: { ...payout, toBuyer } });
    expect(pairs(settled(13_000n))).toEqual(['settled', LOCK, 9_100n, 0n]);
    expect(pairs(settled(LOCK + 2_200n))).toEqual(['settled', LOCK, 0n, 2_200n]);
  });
});
