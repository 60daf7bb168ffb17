import { expect, it } from 'vitest';
import { clockProblem, standstillProblem } from './clock-problem';

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

it('tells of nodes that stand still, once a minute in other words', () => {
  expect(standstillProblem(1_000, 820)).toBeUndefined();
  expect(standstillProblem(1_000, 819)).toContain('is 3 minutes old');
  expect(standstillProblem(1_050, 819)).toBe(standstillProblem(1_000, 819));
});
