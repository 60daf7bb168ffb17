import { describe, expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import { CAUSE, NO_CASE, STAGE, VERDICT } from '../chain/deal-facts';
import { noticesOf } from './notices.view';

const { buyer, provider, matchedAt, executionWindow } = dealTerms();
const [mediator, other] = [testAddress(0xb1), testAddress(0xb2)];
const config = { grace: 60 };
const now = matchedAt + 10;

const post = {
  stage: STAGE.Cleared,
  seal: testHash(5),
  fuelUsed: 1n,
  reviewEndsAt: now + 50,
  drawBlock: 12n,
  hasReceipt: true,
  secretShown: false,
};
const inReview = dealRecord({ stage: STAGE.Cleared, post });
const inCase = {
  ...NO_CASE,
  cause: CAUSE.Dispute,
  deadline: now + 30,
  firstPanel: [mediator, other],
};
const atWork = dealRecord({
  stage: STAGE.Panel1,
  post,
  case: { ...inCase, stage: STAGE.Panel1 },
  commits: [{ mediator: other, seal: testHash(6), at: now }],
});
const kinds = (deal: typeof inReview, account: `0x${string}`, at = now) =>
  noticesOf([deal], account, at, config).map(({ kind }) => kind);

describe('noticesOf', () => {
  it('asks the buyer to review, as long as it can', () => {
    expect(kinds(inReview, buyer)).toEqual(['review']);
    expect(kinds(inReview, buyer, now + 51)).toEqual([]);
    expect(kinds(inReview, provider)).toEqual([]);
  });

  it('tells a seat that has not committed, and the provider whose result is disputed', () => {
    expect(kinds(atWork, mediator)).toEqual(['seat']);
    expect(kinds(atWork, other)).toEqual([]);
    expect(kinds(atWork, provider)).toEqual(['disputed']);
    expect(kinds(atWork, mediator, now + 31)).toEqual([]);
  });

  it('tells a provider that is late, but not too late', () => {
    const running = dealRecord();
    const deadline = matchedAt + executionWindow;
    expect(kinds(running, provider, deadline)).toEqual([]);
    expect(kinds(running, provider, deadline + 1)).toEqual(['late']);
    expect(kinds(running, provider, deadline + 61)).toEqual([]);
  });

  it('offers an appeal to who lost, and puts the nearest deadline first', () => {
    const verdict = dealRecord({
      stage: STAGE.Verdict1,
      post,
      case: { ...inCase, stage: STAGE.Verdict1, firstVerdict: VERDICT.Upheld },
    });
    expect(kinds(verdict, provider)).toEqual([]);
    const all = noticesOf([inReview, verdict], buyer, now, config);
    expect(all.map(({ kind, by }) => [kind, by])).toEqual([
      ['appeal', now + 30],
      ['review', now + 50],
    ]);
    expect(all[0]?.href).toBe(`/disputes/${verdict.dealId}`);
  });

  it.each([
    [VERDICT.Overturned, CAUSE.Dispute, 'Your appeal is heard'],
    [VERDICT.Upheld, CAUSE.Dispute, 'A buyer has appealed against your result'],
    [VERDICT.Upheld, CAUSE.PublicDraw, 'A buyer has appealed against your result'],
  ])(
    'tells a provider of an appeal, after which there is no other: %s',
    (firstVerdict, cause, title) => {
      const facts = { ...inCase, cause, firstVerdict, secondPanel: [mediator, other] };
      for (const stage of [STAGE.Appealed, STAGE.Panel2] as const) {
        const appealed = dealRecord({ stage, post, case: { ...facts, stage } });
        const [notice] = noticesOf([appealed], provider, now, config);
        expect(notice).toMatchObject({ kind: 'disputed', title, by: now + 30 });
        expect(notice?.text).not.toContain('may appeal');
      }
    },
  );

  it('does not call it a loss when an audit finds the result of a silent buyer right', () => {
    const audited = dealRecord({
      stage: STAGE.Verdict1,
      post,
      case: {
        ...inCase,
        cause: CAUSE.PublicDraw,
        stage: STAGE.Verdict1,
        firstVerdict: VERDICT.Upheld,
      },
    });
    expect(kinds(audited, buyer)).toEqual(['confirmed']);
    expect(kinds(audited, provider)).toEqual([]);
  });
});
