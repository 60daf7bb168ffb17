import { expect, it } from 'vitest';
import { priceHintOf } from './price-hint';

const spread = (median: bigint) => ({ p10: median / 2n, median, p90: 2n * median });

it('is what a run costs at the medians of open offers', () => {
  const asked = { offers: 3, providers: 2, basePrice: spread(500n), fuelPrice: spread(2_000n) };
  const hint = priceHintOf(asked, 2_500_000_000n);
  expect(hint).toEqual({ price: 500n + 5_000n, fuel: 2_500_000_000n, offers: 3 });
});

it('is none where nothing is on offer', () => {
  const none = { offers: 0, providers: 0, basePrice: null, fuelPrice: null };
  expect(priceHintOf(none, 1n)).toBeUndefined();
});
