import { STAGE } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import type { MarketConfig } from '../shared/market-config';

/** The timed calls that anyone may send. `resolve` is not among them: it needs the digest. */
export type KeeperCall = 'draw' | 'finalize' | 'expire' | 'seat' | 'reseat' | 'settle' | 'voidDeal';

export type KeeperMove =
  | { readonly kind: 'call'; readonly call: KeeperCall }
  /** Nothing to do before this moment (unix seconds), unless the deal changes. */
  | { readonly kind: 'wait'; readonly until: number }
  /** Nothing to do before this block exists. */
  | { readonly kind: 'wait-block'; readonly block: bigint }
  | { readonly kind: 'none' };

/** The chain's present: time of the latest block in seconds, and its number. */
export type ChainNow = { readonly timestamp: number; readonly blockNumber: bigint };

/**
 * What a keeper does about a deal now (PROTOCOL section 6). Deadlines are inclusive for the parties:
 * a call is due only when `now` is past them.
 */
export function keeperMoveOf(
  deal: DealRecord,
  now: ChainNow,
  { grace }: Pick<MarketConfig, 'grace'>,
): KeeperMove {
  const { terms, post } = deal;
  const after = (deadline: number, call: KeeperCall): KeeperMove =>
    now.timestamp > deadline ? { kind: 'call', call } : { kind: 'wait', until: deadline + 1 };
  switch (deal.stage) {
    case STAGE.Matched:
      return after(terms.matchedAt + terms.executionWindow + grace, 'expire');
    case STAGE.Posted:
      if (!post) return { kind: 'none' };
      if (post.drawBlock === 0n) return after(post.reviewEndsAt, 'draw');
      return afterBlock(post.drawBlock, now, 'draw');
    case STAGE.Cleared:
      return post ? after(post.reviewEndsAt, 'finalize') : { kind: 'none' };
    default:
      return caseMoveOf(deal, now, grace);
  }
}

function caseMoveOf(deal: DealRecord, now: ChainNow, grace: number): KeeperMove {
  const facts = deal.case;
  if (!facts) return { kind: 'none' };
  const isOver = now.timestamp > facts.deadline;
  const after = (deadline: number, call: KeeperCall): KeeperMove =>
    now.timestamp > deadline ? { kind: 'call', call } : { kind: 'wait', until: deadline + 1 };
  switch (deal.stage) {
    case STAGE.Drawn:
    case STAGE.Disputed:
    case STAGE.Reseated:
      return isOver ? { kind: 'call', call: 'voidDeal' } : afterBlock(facts.seedBlock, now, 'seat');
    case STAGE.Appealed:
      return isOver ? { kind: 'call', call: 'settle' } : afterBlock(facts.seedBlock, now, 'seat');
    case STAGE.Panel1:
      return after(facts.deadline + grace, 'reseat');
    case STAGE.Verdict1:
      return after(facts.deadline, 'settle');
    case STAGE.Panel2:
      return after(facts.deadline + grace, facts.reseated ? 'voidDeal' : 'settle');
    case STAGE.Verdict2:
      return { kind: 'call', call: 'settle' };
    default:
      return { kind: 'none' };
  }
}

function afterBlock(block: bigint, now: ChainNow, call: KeeperCall): KeeperMove {
  return now.blockNumber > block ? { kind: 'call', call } : { kind: 'wait-block', block };
}
