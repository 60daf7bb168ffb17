import { type Problem, problemOf } from '../shared/problem.view';

/**
 * Whatever was thrown in words for the person. A reason of the market's contract is looked up in its
 * ABI, which is loaded only then.
 */
export async function describeProblem(error: unknown): Promise<Problem> {
  const plain = problemOf(error);
  if (plain.declined) return plain;
  const { marketProblemOf } = await import('../chain/market-error.view');
  const known = marketProblemOf(error);
  return known ? { title: known.text, advice: known.todo, declined: false } : plain;
}
