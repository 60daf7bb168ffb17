import { expect, it } from 'vitest';
import { certifiedRun } from '../../modules/testing/certified-run';
import { differencesOf } from './compare-runs';

const runs = [certifiedRun('example'), certifiedRun('near 1')];
const first = { runtime: 'Node 20', runs };

it('finds nothing where all runtimes came to the same', () => {
  expect(differencesOf([first, { runtime: 'Node 22', runs: structuredClone(runs) }])).toEqual([]);
});

it.each([
  ['fuel', '101'],
  ['status', 'trapped'],
  ['exitCode', 1],
  ['memoryPages', 18],
  ['stateDigest', `0x${'ee'.repeat(32)}`],
  ['resultDigest', `0x${'ff'.repeat(32)}`],
] as const)('finds a tampered %s', (fact, value) => {
  const tampered = [runs[0]!, { ...runs[1]!, [fact]: value }];
  expect(differencesOf([first, first, { runtime: 'Node 22', runs: tampered }])).toEqual([
    {
      runtime: 'Node 22',
      input: 'near 1',
      fact,
      expected: String(runs[1]![fact]),
      found: String(value),
    },
  ]);
});

it('finds a run that is missing', () => {
  const found = differencesOf([first, { runtime: 'Node 22', runs: [runs[0]!] }]);
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((one) => one.input === 'near 1' && one.found === 'no run')).toBe(true);
});
