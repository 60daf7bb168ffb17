import { CAUSE, type Cause, STAGE } from '../chain/deal-facts';
import { VERIFICATION } from '../offers/offer-types';
import { formatCount } from '../shared/quantity.view';
import { type DealFacts, isPublicDraw } from './deal-state';

/** What is known of a deal's draw. */
export interface DrawStory {
  /** What decides it: a block's hash, the buyer's secret, or nothing because there is none. */
  readonly decidedBy: 'block' | 'secret' | 'nothing';
  /** What came of it, in one sentence. */
  readonly outcome: string;
  /** It was read on chain, so that its number can be worked out again. */
  readonly isRead: boolean;
}

type Facts = Pick<DealFacts, 'terms' | 'stage' | 'post' | 'case'>;

/**
 * The draw as the chain tells it (PROTOCOL section 4). A dispute keeps the post's stage as it was, so
 * that one before the draw is told from one after it.
 */
export function drawStory({ terms, stage, post, case: inCase }: Facts): DrawStory {
  if (terms.verification === VERIFICATION.none) {
    return nothing('This deal is not protected: nothing is drawn.');
  }
  if (!post) {
    return nothing(
      stage === STAGE.Settled
        ? 'The deal ended without a result, so nothing was drawn.'
        : isPublicDraw(terms)
          ? 'The second block after the result will decide it.'
          : 'The buyer’s secret and the provider’s seal will decide it.',
    );
  }
  if (!post.hasReceipt) return nothing(NOT_DRAWN[CAUSE.NoReceipt]);
  const decidedBy = isPublicDraw(terms) ? 'block' : 'secret';
  const cause = inCase?.cause ?? CAUSE.None;
  const read = (outcome: string): DrawStory => ({ decidedBy, outcome, isRead: true });
  const unread = (outcome: string): DrawStory => ({ decidedBy, outcome, isRead: false });
  switch (cause) {
    case CAUSE.PublicDraw:
    case CAUSE.PrivateDraw:
      return read('It hit: mediators run the job again.');
    case CAUSE.UnreadableBlock:
    case CAUSE.SecretWithheld:
    case CAUSE.NoReceipt:
      return unread(NOT_DRAWN[cause]);
    case CAUSE.Dispute:
      return post.stage === STAGE.Cleared
        ? read('It did not hit. The buyer disputed the result afterwards.')
        : unread('The buyer disputed before the draw was read: a panel is called all the same.');
    case CAUSE.None:
      if (stage !== STAGE.Posted) return read('It did not hit: no audit.');
      return unread(
        decidedBy === 'block'
          ? `Not read yet: block ${formatCount(post.drawBlock)} decides it.`
          : 'Not read yet: the buyer shows its secret within the review window, or the deal is audited.',
      );
  }
}

const NOT_DRAWN = {
  [CAUSE.NoReceipt]: 'The result came without a receipt: it is audited without a draw.',
  [CAUSE.UnreadableBlock]:
    'Its block was too old to be read when somebody asked for it: the deal is audited without a draw.',
  [CAUSE.SecretWithheld]:
    'The buyer did not show its secret in the review window: the deal is audited without a draw.',
} as const satisfies Partial<Record<Cause, string>>;

function nothing(outcome: string): DrawStory {
  return { decidedBy: 'nothing', outcome, isRead: false };
}
