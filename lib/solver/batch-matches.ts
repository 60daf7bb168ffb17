import { gatherJobs, type JobSide, type MatchSides, type ResourceSide } from '../offers/match-item';

/** A match that is ready to be sent, and whatever its sender keeps with it. */
export type DraftMatch<Kept> = { readonly sides: MatchSides; readonly kept: Kept };

/** Matches that one call starts: `kept` in the order in which Skipped counts them. */
export type MatchBatch<Kept> = {
  readonly resource: ResourceSide;
  readonly jobs: readonly JobSide[];
  readonly kept: readonly Kept[];
};

/** A block has room for more; a call that is lost costs less when it is small. */
export const MAX_BATCH = 50;

/**
 * Puts matches on the same resource side into one call, at most `MAX_BATCH` each, and a buyer's jobs
 * that differ in inputs and nonce alone into one side: the market checks once what they share.
 */
export function batchMatches<Kept>(drafts: readonly DraftMatch<Kept>[]): MatchBatch<Kept>[] {
  const groups = groupBy(drafts, ({ sides }) => textOf(sides.resource));
  return groups.flatMap((group) =>
    slicesOf(groupBy(group, likenessOf).flat(), MAX_BATCH).map((slice) => ({
      resource: (slice[0] as DraftMatch<Kept>).sides.resource,
      jobs: gatherJobs(slice.map(({ sides }) => sides.job)),
      kept: slice.map(({ kept }) => kept),
    })),
  );
}

/** Equal for jobs that can be one side. */
function likenessOf({ sides }: DraftMatch<unknown>): string {
  const { items: _, ...shared } = sides.job;
  return textOf(shared);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one));
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

function slicesOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}
