import { expect, it } from 'vitest';
import { clockProblem } from './clock-problem';

it.each([
  [1_000, 1_030, undefined],
  [1_000, 820, undefined],
  [1_000, 1_031, 'chain is 31 s ahead'],
  [1_000, 700, 'newest block is 300 s old'],
])('at %s, with the chain at %s: %s', (machine, chain, problem) => {
  const found = clockProblem(machine, chain);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
