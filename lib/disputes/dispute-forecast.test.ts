import { describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import { testConfig } from '../../test/builders/test-config';
import { CAUSE, NO_CASE, type Post, STAGE, VERDICT, type Verdict } from '../chain/deal-facts';
import { sealOf } from '../execution/result-digest';
import { VERIFICATION } from '../offers/offer-types';
import { disputeForecast } from './dispute-forecast';
import { type CaseFacts, settleVerdict, settleVoid } from './settle-case';

const fuelUsed = 4_000_000_000n;
const dealId = testHash(0xd0);
const truth = testHash(0xaa);
const seats = [0, 1, 2, 3].map((index) => testAddress(0x70 + index));
const post: Post = {
  stage: STAGE.Cleared,
  seal: testHash(5),
  fuelUsed,
  reviewEndsAt: 1_700_000_090,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};

/** A dispute whose seats all did their work: they agree, or each found something else. */
function disputed(terms: CaseFacts['terms'], firstVerdict: Verdict, agree = true): CaseFacts {
  const commits = seats.map((mediator, index) => ({
    mediator,
    seal: agree ? sealOf(dealId, mediator, truth, fuelUsed) : testHash(0x100 + index),
  }));
  const firstPanel = seats.slice(0, terms.n);
  return {
    dealId,
    terms,
    stage: agree ? STAGE.Verdict1 : STAGE.Panel2,
    post,
    commits,
    case: {
      ...NO_CASE,
      stage: STAGE.Verdict1,
      cause: CAUSE.Dispute,
      firstVerdict,
      digest: agree ? truth : testHash(0),
      fuelFound: agree ? fuelUsed : 0n,
      firstPanel,
      secondPanel: agree ? [] : seats.slice(terms.n),
      reseated: !agree,
    },
  };
}

/** What the buyer gains or loses by the twin of the contract's settlement. */
function netOf(terms: CaseFacts['terms'], verdict: Verdict): bigint {
  const settled =
    verdict === VERDICT.None
      ? settleVoid(disputed(terms, verdict, false))
      : settleVerdict(disputed(terms, verdict));
  return settled.payout.toBuyer - settled.buyerLock;
}

describe('disputeForecast', () => {
  for (const [name, verification] of [
    ['A', VERIFICATION.A],
    ['B', VERIFICATION.B],
  ] as const) {
    it(`quotes class ${name} what the settlement pays`, () => {
      const terms = dealTerms({ verification });
      const { outcomes } = disputeForecast(terms, fuelUsed, testConfig);
      const nets = outcomes.map(({ outcome, pays, compensation }) => [
        outcome,
        compensation - pays,
      ]);
      expect(nets).toEqual([
        ['overturned', netOf(terms, VERDICT.Overturned)],
        ['upheld', netOf(terms, VERDICT.Upheld)],
        ['void', netOf(terms, VERDICT.None)],
      ]);
      const lock = settleVerdict(disputed(terms, VERDICT.Upheld)).buyerLock;
      for (const { pays, back } of outcomes) expect(pays + back).toBe(lock);
    });
  }

  it('says what an appeal locks: the seats of the second panel at the most the run can cost', () => {
    // n = 1: three seats at V = 11,000.
    expect(disputeForecast(dealTerms(), fuelUsed, testConfig).appealLock).toBe(33_000n);
  });
});
