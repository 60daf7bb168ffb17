import { expect, it } from 'vitest';
import { checkWords, oddsWords, panelWords } from './dispute-words';

it('never tells the buyer of a container to run it in a browser, or that it is bit for bit', () => {
  expect(checkWords('unchecked', false)).toMatch(/browser cannot run/);
  expect(checkWords('unchecked', true)).toMatch(/Check it in your browser first/);
  expect(panelWords(3, true)).not.toMatch(/bit for bit/);
  expect(panelWords(3, false)).toMatch(/panel of 3 .* bit for bit/);
});

it('says what a check in the browser means for a dispute', () => {
  expect(checkWords('equal', true)).toMatch(/you would lose/);
  expect(checkWords('different', true)).toMatch(/found another result/);
});

it('gives the odds that there are figures for', () => {
  expect(oddsWords({ upheld: 0, overturned: 0 }, 2, 1)).toBe(
    'No audit or dispute was judged in this market yet.',
  );
  // One of five members drawn for one seat: 1/5; then two of three others of the four left: never.
  expect(oddsWords({ upheld: 9, overturned: 1 }, 5, 1)).toBe(
    'Of 10 audits and disputes judged in this market, 1 was overturned. If one of its 5 members were corrupt, the first panel would be wrong with a chance of 20\u00a0%, and the second, too, with 0\u00a0%.',
  );
});
