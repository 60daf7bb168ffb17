import { expect, it } from 'vitest';
import { resourceOffer, testAddress, testHash } from '../../test/builders/offers';
import type { OfferChoice } from './offer-fit.view';
import { whyUnmatched } from './why-unmatched';

const offer = resourceOffer({ basePrice: 10n, fuelPrice: 5n });
const choice = (state: OfferChoice['state'], changes = {}): OfferChoice => ({
  hash: testHash(1),
  offer: { ...offer, ...changes },
  lists: { engines: [], courts: [], directories: [] },
  state,
  dealsEver: 0,
});
const ask = { maxPrices: { basePrice: 10n, fuelPrice: 5n }, providers: undefined };

it('tells a late match from busy machines, risen prices, a lost provider and nothing that fits', () => {
  expect(whyUnmatched(ask, [choice('busy'), choice('live')])).toEqual({ kind: 'late', offers: 2 });
  expect(whyUnmatched(ask, [choice('busy')])).toEqual({ kind: 'busy', offers: 1 });
  expect(whyUnmatched(ask, [choice('live', { fuelPrice: 6n })])).toEqual({
    kind: 'dearer',
    cheapest: { basePrice: 10n, fuelPrice: 6n },
    offers: 1,
  });
  const other = { ...ask, providers: [testAddress(0x99)] };
  expect(whyUnmatched(other, [choice('live')])).toEqual({ kind: 'provider-gone', offers: 1 });
  expect(whyUnmatched(ask, [])).toEqual({ kind: 'none-fits' });
});
