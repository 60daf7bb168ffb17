import { describe, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testHash } from '../../test/builders/offers';
import { CAUSE, type Cause, NO_CASE, type Post, STAGE, type Stage } from '../chain/deal-facts';
import { VERIFICATION } from '../offers/offer-types';
import { drawStory } from './draw-story.view';

const terms = dealTerms();
const secretTerms = dealTerms({ drawCommit: testHash(7) });
const post: Post = {
  stage: STAGE.Posted,
  seal: testHash(0x5e),
  fuelUsed: 1_000n,
  reviewEndsAt: terms.matchedAt + 70,
  drawBlock: 1_234n,
  hasReceipt: true,
  secretShown: false,
};
const secretPost: Post = { ...post, drawBlock: 0n };
const cleared = { ...post, stage: STAGE.Cleared };
const inCase = (cause: Cause) => ({ ...NO_CASE, stage: STAGE.Drawn, cause });

describe('drawStory', () => {
  it('says of every cause what came of the draw, and claims an outcome only where it was read', () => {
    const told = Object.fromEntries(
      Object.entries(CAUSE).map(([name, cause]) => {
        const isPrivate = cause === CAUSE.PrivateDraw || cause === CAUSE.SecretWithheld;
        const facts = {
          terms: isPrivate ? secretTerms : terms,
          post: { ...(isPrivate ? secretPost : post), hasReceipt: cause !== CAUSE.NoReceipt },
          stage: cause === CAUSE.None ? STAGE.Posted : STAGE.Drawn,
          ...(cause === CAUSE.None ? {} : { case: inCase(cause) }),
        };
        return [name, drawStory(facts)];
      }),
    );
    expect(told).toEqual({
      None: {
        decidedBy: 'block',
        isRead: false,
        outcome: 'Not read yet: block 1,234 decides it.',
      },
      PublicDraw: {
        decidedBy: 'block',
        isRead: true,
        outcome: 'It hit: mediators run the job again.',
      },
      UnreadableBlock: {
        decidedBy: 'block',
        isRead: false,
        outcome: expect.stringMatching(/too old .* audited without a draw/),
      },
      PrivateDraw: {
        decidedBy: 'secret',
        isRead: true,
        outcome: 'It hit: mediators run the job again.',
      },
      SecretWithheld: {
        decidedBy: 'secret',
        isRead: false,
        outcome: expect.stringMatching(/did not show its secret .* audited without a draw/),
      },
      NoReceipt: {
        decidedBy: 'nothing',
        isRead: false,
        outcome: expect.stringMatching(/without a receipt: it is audited without a draw/),
      },
      Dispute: {
        decidedBy: 'block',
        isRead: false,
        outcome: expect.stringMatching(/disputed before the draw was read/),
      },
    });
  });

  it('tells a dispute after the draw from one before it', () => {
    const facts = { terms, post: cleared, stage: STAGE.Panel1, case: inCase(CAUSE.Dispute) };
    expect(drawStory(facts)).toMatchObject({
      isRead: true,
      outcome: expect.stringMatching(/^It did not hit\. The buyer disputed/),
    });
  });

  it('did not hit where the deal cleared or was settled without a panel', () => {
    const ends: [Stage, Post][] = [
      [STAGE.Cleared, cleared],
      [STAGE.Settled, cleared],
      // Accepted by the same transaction that read the draw.
      [STAGE.Settled, post],
    ];
    for (const [stage, posted] of ends) {
      expect(drawStory({ terms, stage, post: posted }).outcome).toBe('It did not hit: no audit.');
    }
  });

  it('promises a draw only to a deal that can still have one', () => {
    const outcome = (stage: Stage, drawn = terms) => drawStory({ terms: drawn, stage }).outcome;
    expect(outcome(STAGE.Matched)).toMatch(/second block after the result/);
    expect(outcome(STAGE.Matched, secretTerms)).toMatch(/secret/);
    expect(outcome(STAGE.Settled)).toMatch(/ended without a result/);
    const open = dealTerms({ verification: VERIFICATION.none });
    expect(outcome(STAGE.Matched, open)).toMatch(/not protected/);
  });

  it('waits for the secret of a private draw', () => {
    const facts = { terms: secretTerms, stage: STAGE.Posted, post: secretPost };
    expect(drawStory(facts)).toMatchObject({
      decidedBy: 'secret',
      outcome: expect.stringMatching(/shows its secret/),
    });
  });
});
