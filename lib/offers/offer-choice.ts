import type { Json } from '../shared/json';
import type { OfferChoice } from './offer-fit.view';
import type { ResourceOfferItem } from './resource-offers.query';

/** An item of GET /api/v1/resource-offers with its amounts as bigints again. */
export function choiceOfJson(item: Json<ResourceOfferItem>): OfferChoice {
  const { offer, lists } = item.submission;
  return {
    hash: item.hash,
    offer: {
      ...offer,
      basePrice: BigInt(offer.basePrice),
      fuelPrice: BigInt(offer.fuelPrice),
      fuelPerSecond: BigInt(offer.fuelPerSecond),
      maxValue: BigInt(offer.maxValue),
      solverFee: BigInt(offer.solverFee),
      nonce: BigInt(offer.nonce),
    },
    lists,
    state: item.state,
    dealsEver: item.dealsEver,
  };
}

/** The same from a row of the database. */
export function choiceOf(item: ResourceOfferItem): OfferChoice {
  const { hash, submission, state, dealsEver } = item;
  return { hash, offer: submission.offer, lists: submission.lists, state, dealsEver };
}
