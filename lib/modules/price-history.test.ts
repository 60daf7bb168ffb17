import { expect, it } from 'vitest';
import { priceSpans } from './price-history';

it('sums paid runs up in spans, in their order, with prices that were paid', () => {
  const runs = [
    { at: 1_000, price: 30n },
    { at: 1_001, price: 10n },
    { at: 1_003, price: 20n },
    { at: 1_004, price: 40n },
    { at: 1_099, price: 7n },
  ];
  expect(priceSpans(runs, 10)).toEqual([
    { from: 1_000, until: 1_010, runs: 4, least: 10n, median: 20n, most: 40n },
    { from: 1_090, until: 1_100, runs: 1, least: 7n, median: 7n, most: 7n },
  ]);
  expect(priceSpans(runs, 1)).toHaveLength(1);
  expect(priceSpans(runs.slice(0, 1), 24)).toEqual([
    { from: 1_000, until: 1_001, runs: 1, least: 30n, median: 30n, most: 30n },
  ]);
  expect(priceSpans([], 24)).toEqual([]);
});
