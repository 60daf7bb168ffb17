import type { Address, Hex } from 'viem';
import type { MarketErrorName } from '../chain/market-error-name';
import type { MisfitGroup } from '../offers/search/constraint';

/** Why one resource offer cannot take a job. */
export type Obstacle = {
  readonly resourceOfferHash: Hex;
  readonly provider: Address;
  readonly reasons: readonly { readonly name: MarketErrorName; readonly text: string }[];
};

/** What a waiting job offer waits for. */
export type Outlook = {
  /** Resource offers that a solver could match the job with now, of those that were looked at. */
  readonly fitting: number;
  readonly obstacles: readonly Obstacle[];
  /** All open offers that do not fit, by what each lacks first, and the least change that helps. */
  readonly misfits: readonly MisfitGroup[];
};

/** What keeps some of the offers from a job, first things first. */
type ObstacleGroup = {
  readonly name: MarketErrorName;
  readonly text: string;
  readonly count: number;
};

/** Offers by the first thing in the way of each, what stops most of them first. */
export function groupObstacles(obstacles: readonly Obstacle[]): ObstacleGroup[] {
  const groups = new Map<string, ObstacleGroup>();
  for (const { reasons } of obstacles) {
    const [first] = reasons;
    if (!first) continue;
    const count = (groups.get(first.name)?.count ?? 0) + 1;
    groups.set(first.name, { ...first, count });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

const PRICES: readonly MarketErrorName[] = ['Market_BasePriceTooHigh', 'Market_FuelPriceTooHigh'];

/** How many offers would take the job if it paid what they ask. */
export function countDearer(obstacles: readonly Obstacle[]): number {
  return obstacles.filter(({ reasons }) => reasons.every(({ name }) => PRICES.includes(name)))
    .length;
}

/** Whether some offer would take the job if its buyer had deposited enough. */
export function isBuyerShort(obstacles: readonly Obstacle[]): boolean {
  return obstacles.some(({ reasons }) =>
    reasons.every(({ name }) => name === 'Market_BuyerBalanceTooLow'),
  );
}
