import { expect, test } from 'vitest';
import { cellsOf, uncovered } from './protocol-table.mjs';

const rules = `## 2. Offers

**A** ticket keeps an offer live. It lasts
ten minutes.

| # | call | who |
|---|---|---|
| 1 | match | anyone |
`;

test('quotes that follow each other through the text', () => {
  const quotes = ['A ticket … live.', 'It lasts ten minutes.', '# call who', '1 match … anyone'];
  expect(uncovered(rules, quotes)).toEqual([]);
});

test.each([
  ['a sentence left out', ['A ticket … live.', '# call who'], 'no row quotes "It lasts'],
  ['an end that is not there', ['A ticket … dead.'], '"… dead." is not in the text'],
  ['a last row left out', ['A ticket … ten minutes.', '# call who'], 'no row quotes "1 match'],
])('%s', (_, quotes, problem) => {
  expect(uncovered(rules, quotes)[0]).toContain(problem);
});

test('rows without heads', () => {
  expect(cellsOf(rules)).toEqual([['1', 'match', 'anyone']]);
});
