import type { ReleasedResult } from '@/lib/directory/deal-results.service';

/** One content, and everybody who handed it in. */
export interface SameResult<Result extends ReleasedResult> {
  readonly result: Result;
  /** In words, such as "from the provider and 2 mediators". */
  readonly from: string;
}

/**
 * Results by their content, in the order of their first: a mediator that ran the job again and got
 * the same bytes confirms the provider's result and does not add one.
 */
export function sameResults<Result extends ReleasedResult>(
  results: readonly Result[],
): SameResult<Result>[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.cid} ${result.resultDigest} ${result.fuelUsed}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((group) => {
    const [result] = group;
    return result ? [{ result, from: sendersOf(group) }] : [];
  });
}

function sendersOf(group: readonly ReleasedResult[]): string {
  const mediators = group.filter(({ role }) => role === 'seat').length;
  const provider = mediators < group.length ? ['the provider'] : [];
  const seats = mediators === 0 ? [] : [mediators === 1 ? 'a mediator' : `${mediators} mediators`];
  return `from ${[...provider, ...seats].join(' and ')}`;
}
