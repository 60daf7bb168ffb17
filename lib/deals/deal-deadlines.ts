import { STAGE } from '../chain/deal-facts';
import type { Terms } from '../chain/terms';
import { longestDeal, panelTimeOf } from '../offers/deal-windows';
import type { MarketConfig } from '../shared/market-config';
import type { DealFacts } from './deal-state';

/** Moments of a deal in chain time (seconds). "In time" is up to and with the moment. */
export type DealDeadlines = {
  /** The provider should have posted. */
  readonly execution: number;
  /** The last moment for a post; after it anyone may expire. */
  readonly post: number;
  /** End of accept, dispute and secret; undefined before the post. */
  readonly review?: number;
  /** What the case waits for now: seats, commits, or the end of the appeal window. */
  readonly case?: number;
  /** After it a panel that reached no verdict is given up. */
  readonly panelFailed?: number;
  /** The deal is settled by then, whatever happens, if anyone sends the calls. */
  readonly latest: number;
};

export function executionDeadlineOf(terms: Terms): number {
  return terms.matchedAt + terms.executionWindow;
}

export function postDeadlineOf(terms: Terms, { grace }: Pick<MarketConfig, 'grace'>): number {
  return executionDeadlineOf(terms) + grace;
}

/** All deadlines of a deal that are known by now. */
export function deadlinesOf(
  facts: DealFacts,
  config: Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>,
): DealDeadlines {
  const { terms, post, stage } = facts;
  const inCase = facts.case;
  const isSitting = stage === STAGE.Panel1 || stage === STAGE.Panel2;
  return {
    execution: executionDeadlineOf(terms),
    post: postDeadlineOf(terms, config),
    ...(post && { review: post.reviewEndsAt }),
    ...(inCase && { case: inCase.deadline }),
    ...(inCase && isSitting && { panelFailed: inCase.deadline + config.grace }),
    latest: terms.matchedAt + longestDeal(terms, config),
  };
}

/** The deadline of a panel that is seated at `now`. */
export function panelDeadlineOf(
  terms: Terms,
  now: number,
  { grace }: Pick<MarketConfig, 'grace'>,
): number {
  return now + panelTimeOf(terms.executionWindow, grace);
}
