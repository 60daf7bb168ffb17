import type { Json } from '../shared/json';
import type { OfferChoice } from './offer-fit.view';
import type { ResourceOfferItem } from './resource-offers.query';

/** A choice in the form of the API. */
export function listedChoiceOf(choice: Json<OfferChoice>): OfferChoice {
  const { offer } = choice;
  return {
    ...choice,
    offer: {
      ...offer,
      basePrice: BigInt(offer.basePrice),
      fuelPrice: BigInt(offer.fuelPrice),
      fuelPerSecond: BigInt(offer.fuelPerSecond),
      maxValue: BigInt(offer.maxValue),
      solverFee: BigInt(offer.solverFee),
      nonce: BigInt(offer.nonce),
    },
  };
}

/** An item of GET /api/v1/resource-offers/{hash} with its amounts as bigints again. */
export function choiceOfJson(item: Json<ResourceOfferItem>): OfferChoice {
  const { hash, submission, state, dealsEver } = item;
  const { offer, lists } = submission;
  return listedChoiceOf({ hash, offer, lists, state, dealsEver });
}

/** The same from a row of the database. */
export function choiceOf(item: ResourceOfferItem): OfferChoice {
  const { hash, submission, state, dealsEver } = item;
  return { hash, offer: submission.offer, lists: submission.lists, state, dealsEver };
}
