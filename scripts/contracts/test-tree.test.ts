import { expect, test } from 'vitest';
import { problemsOfTree } from './test-tree.mjs';

const source = `
contract Helper {}
contract ExitsTest is Base {
    function test_missed() public {}
    // function test_gone() public {}
    function testFuzz_declined(uint256 seed) public {}
}`;

const good = `ExitsTest
├── given a matched deal
│   ├── when it is late
│   │   └── it should be missed (test_missed)
│   └── when the provider declines
│       └── it should be declined (testFuzz_declined)
└── it should say so (test_missed)
`;

test('a tree whose leaves and tests name each other', () => {
  expect(problemsOfTree(good, source)).toEqual({ leaves: 3, problems: [] });
});

test.each([
  ['another contract', good.replace('ExitsTest', 'Exits'), ':1: there is no contract Exits'],
  [
    'a leaf whose test is gone',
    good.replace('missed (test_missed)', 'gone (test_gone)'),
    ':4: a leaf without its test: it should be gone (test_gone)',
  ],
  [
    'a test without leaf',
    good.replaceAll('(test_missed)', '(testFuzz_declined)'),
    ': no leaf names test_missed',
  ],
  [
    'a branch without leaf',
    good.replace('│   │   └── it should be missed (test_missed)\n', ''),
    ':3: a branch without a leaf: when it is late',
  ],
  [
    'a leaf that names nothing',
    good.replace(' (test_missed)', ''),
    ':4: neither given, when nor "it should ... (test_name)": it should be missed',
  ],
  [
    'a step too deep',
    good.replace('│   ├── when it is late', '│   │   ├── when it is late'),
    ':3: not a line of a tree: when it is late',
  ],
])('%s', (_, tree, problem) => {
  expect(problemsOfTree(tree, source).problems).toContain(problem);
});
