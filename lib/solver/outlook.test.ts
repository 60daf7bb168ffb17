import { expect, it } from 'vitest';
import { testAddress, testHash } from '@/test/builders/offers';
import type { MarketErrorName } from '../chain/market-error-name';
import { countDearer, groupObstacles, isBuyerShort } from './outlook';

const obstacle = (...names: MarketErrorName[]) => ({
  resourceOfferHash: testHash(1),
  provider: testAddress(1),
  reasons: names.map((name) => ({ name, text: name.toLowerCase() })),
});

it('counts offers by the first thing in the way of each', () => {
  const obstacles = [
    obstacle('Market_LaneBusy'),
    obstacle('Market_TicketStale', 'Market_BasePriceTooHigh'),
    obstacle('Market_TicketStale'),
  ];
  expect(groupObstacles(obstacles)).toEqual([
    { name: 'Market_TicketStale', text: 'market_ticketstale', count: 2 },
    { name: 'Market_LaneBusy', text: 'market_lanebusy', count: 1 },
  ]);
});

it('finds where a higher price or a larger deposit alone would help', () => {
  const dearer = obstacle('Market_BasePriceTooHigh', 'Market_FuelPriceTooHigh');
  const off = obstacle('Market_TicketStale', 'Market_BasePriceTooHigh');
  expect(countDearer([dearer, off])).toBe(1);
  expect(isBuyerShort([dearer, off])).toBe(false);
  expect(isBuyerShort([off, obstacle('Market_BuyerBalanceTooLow')])).toBe(true);
});
