import type { Post } from '../chain/deal-facts';
import { RESULT_HOLD_SECONDS } from '../offers/deal-windows';

/**
 * Until when a directory has promised to hold a deal's result, Unix seconds: the least that the market
 * takes a receipt for. Undefined without a receipt, which is without a promise.
 */
export function keptUntilOf(post: Pick<Post, 'hasReceipt' | 'reviewEndsAt'>): number | undefined {
  return post.hasReceipt ? post.reviewEndsAt + RESULT_HOLD_SECONDS : undefined;
}
