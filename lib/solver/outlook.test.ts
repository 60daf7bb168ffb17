import { expect, it } from 'vitest';
import { testAddress, testHash } from '@/test/builders/offers';
import type { MarketErrorName } from '../chain/market-error-name';
import { countDearer, groupObstacles, isBuyerShort } from './outlook';

const obstacle = (...names: MarketErrorName[]) => ({
  resourceOfferHash: testHash(1),
  provider: testAddress(1),
  reasons: names.map((name) => ({ name, values: [], text: '' })),
});

it('counts offers by the first thing in the way of each', () => {
  const obstacles = [
    obstacle('Market_LaneBusy'),
    obstacle('Market_TicketStale', 'Market_BasePriceTooHigh'),
    obstacle('Market_TicketStale'),
  ];
  expect(groupObstacles(obstacles)).toEqual([
    { name: 'Market_TicketStale', values: [], count: 2 },
    { name: 'Market_LaneBusy', values: [], count: 1 },
  ]);
});

it('keeps the figures of each offer, and apart what lacks different things', () => {
  const lacking = (measure: 'memoryMiB' | 'cpuMilli', ...values: string[]) => ({
    ...obstacle(),
    reasons: [{ name: 'Market_ResourcesTooSmall' as const, measure, values, text: '' }],
  });
  const groups = groupObstacles([
    lacking('memoryMiB', '24576', '8192'),
    lacking('cpuMilli', '4000', '2000'),
    lacking('memoryMiB', '24576', '16384'),
  ]);
  const [memory, cpu] = groups;
  expect(memory).toMatchObject({
    measure: 'memoryMiB',
    count: 2,
    values: [
      ['24576', '24576'],
      ['8192', '16384'],
    ],
  });
  expect(cpu).toMatchObject({ measure: 'cpuMilli', values: [['4000'], ['2000']] });
});

it('finds where a higher price or a larger deposit alone would help', () => {
  const dearer = obstacle('Market_BasePriceTooHigh', 'Market_FuelPriceTooHigh');
  const off = obstacle('Market_TicketStale', 'Market_BasePriceTooHigh');
  expect(countDearer([dearer, off])).toBe(1);
  expect(isBuyerShort([dearer, off])).toBe(false);
  expect(isBuyerShort([off, obstacle('Market_BuyerBalanceTooLow')])).toBe(true);
});
