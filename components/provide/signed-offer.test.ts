import { expect, it } from 'vitest';
import { testHash } from '@/test/builders/offers';
import { isOnMarket } from './signed-offer';

const [signed, other] = [testHash(1), testHash(2)];

it('is on the market once the offer that was signed is, not another of the machine', () => {
  expect(isOnMarket([{ hash: other, state: 'live' }], signed)).toBe(false);
  expect(isOnMarket([{ hash: signed, state: 'off' }], signed)).toBe(false);
  const both = [
    { hash: other, state: 'off' as const },
    { hash: signed, state: 'live' as const },
  ];
  expect(isOnMarket(both, signed)).toBe(true);
});
