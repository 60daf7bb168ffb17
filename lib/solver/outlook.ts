import type { Address, Hex } from 'viem';
import type { MarketErrorName } from '../chain/market-error-name';
import type { MisfitGroup } from '../offers/search/constraint';
import type { Measure } from './reason-figures';

/** Why one resource offer cannot take a job. */
export type Obstacle = {
  readonly resourceOfferHash: Hex;
  readonly provider: Address;
  readonly reasons: readonly ObstacleReason[];
};

type ObstacleReason = {
  readonly name: MarketErrorName;
  /** What it compares, where the name does not tell. */
  readonly measure?: Measure;
  /** The values of the contract's error, in its order: decimals, or hex. */
  readonly values: readonly string[];
  /** The same in words. */
  readonly text: string;
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
  readonly measure: Measure | undefined;
  /** For each place of the error what the offers of the group have there. */
  readonly values: readonly (readonly string[])[];
  readonly count: number;
};

/** Offers by the first thing in the way of each, what stops most of them first. */
export function groupObstacles(obstacles: readonly Obstacle[]): ObstacleGroup[] {
  const groups = new Map<string, [ObstacleReason, ...ObstacleReason[]]>();
  for (const { reasons } of obstacles) {
    const [first] = reasons;
    if (!first) continue;
    const key = `${first.name} ${first.measure ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(first);
    else groups.set(key, [first]);
  }
  return [...groups.values()].map(groupOf).sort((a, b) => b.count - a.count);
}

function groupOf(reasons: readonly [ObstacleReason, ...ObstacleReason[]]): ObstacleGroup {
  const [{ name, measure, values }] = reasons;
  const columns = values.map((_, place) => reasons.flatMap((reason) => reason.values[place] ?? []));
  return { name, measure, values: columns, count: reasons.length };
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
