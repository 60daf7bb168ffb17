import { expect, test } from 'vitest';
import { parseSources } from './compile-market.mjs';
import { enumsOf, mutate, mutationsOf } from './mutation-sites.mjs';
import { shuffled } from './shuffled.mjs';

const file = 'src/Market.sol';
const text = `// SPDX-License-Identifier: Apache-2.0
pragma solidity >=0.8.0 <0.9.0;

/// @dev a < b, 1 + 1, buyer
enum Stage { None, Open, Over }
contract Market {
    error Market_Late(uint256 end);
    event Done(address indexed who);
    address buyer; address provider; Stage stage; uint256[4] sums;
    function end(uint256 time) external returns (uint256 left) {
        if (time >= 7 days || stage == Stage.Over) revert Market_Late(7 days); // time < 0
        stage = Stage.Over;
        left = time - 1;
        emit Done(buyer);
    }
}`;

function all() {
  const asts = parseSources(new Map([[file, text]]));
  return mutationsOf(file, text, asts.get(file), enumsOf(asts.values()));
}

test('operators, literals, guards, writes, events, parties and enumerations, and nothing else', () => {
  const told = all().map(({ line, kind, from, to }) => `${line} ${kind}: ${from} -> ${to}`);
  expect(told).toEqual([
    '11 guard: if (time >= 7 days || stage == Stage.Over) revert Market_Late(7 days); -> {}',
    '11 comparison: >= -> <',
    '11 comparison: >= -> >',
    '11 literal: 7 days -> 6 days',
    '11 literal: 7 days -> 8 days',
    '11 logic: || -> &&',
    '11 comparison: == -> !=',
    '11 enum: Over -> None',
    '11 literal: 7 days -> 6 days',
    '11 literal: 7 days -> 8 days',
    '12 write: stage = Stage.Over; -> {}',
    '12 enum: Over -> None',
    '13 write: left = time - 1; -> {}',
    '13 sum: - -> +',
    '13 literal: 1 -> 0',
    '13 literal: 1 -> 2',
    '13 plus one:  ->  + 1',
    '14 event: emit Done(buyer); -> {}',
    '14 party: buyer -> provider',
  ]);
});

test('the smaller or larger of two is turned around, not moved by one', () => {
  const lines = [
    'return a < b ? a : b;',
    'if (a < b) a = b; return a;',
    'return a < b ? b + 1 : a;',
  ];
  const operators = lines.map((line) => {
    const source = `pragma solidity >=0.8.0; contract Market {
      function f(uint256 a, uint256 b) external pure returns (uint256) { ${line} }
    }`;
    const asts = parseSources(new Map([[file, source]]));
    return mutationsOf(file, source, asts.get(file), new Map())
      .filter(({ kind }) => kind === 'comparison')
      .map(({ to }) => to);
  });
  expect(operators).toEqual([['>='], ['>='], ['<=', '>=']]);
});

test('every mutant differs from the original in its one place, and compiles', () => {
  for (const mutation of all()) {
    const mutant = mutate(text, mutation);
    expect(mutant).not.toBe(text);
    expect(() => parseSources(new Map([[file, mutant]]))).not.toThrow();
  }
});

test('a seed decides the order', () => {
  const list = Array.from({ length: 50 }, (_, i) => i);
  expect(shuffled(list, 1)).toEqual(shuffled(list, 1));
  expect(shuffled(list, 1)).not.toEqual(shuffled(list, 2));
  expect([...shuffled(list, 3)].sort((a, b) => a - b)).toEqual(list);
});
