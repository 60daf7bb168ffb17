import type { MarketConfig } from '../shared/market-config';
import type { DealFacts } from './deal-state';
import { type DealMove, nextActors } from './transitions';

/**
 * What a party can send now. The chain judges a call by the time of a block to come, so a deadline has
 * passed only where a block says so: no clock but the chain's may take a right away.
 *
 * @param now this page's time, Unix seconds
 * @param head the time of the newest block; undefined where it is not known
 */
export function partyCalls(
  facts: DealFacts,
  you: 'buyer' | 'provider',
  now: number,
  head: number | undefined,
  config: Pick<MarketConfig, 'grace'>,
): readonly DealMove[] {
  const at = head === undefined ? now : Math.min(now, head);
  return nextActors(facts, at, config)
    .filter(({ by }) => by === you)
    .map(({ move }) => move);
}
