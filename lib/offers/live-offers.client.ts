'use client';

import { useQuery } from '@tanstack/react-query';
import { getJson } from '../shared/api.client';
import type { Json } from '../shared/json';
import type { OfferChoice } from './offer-fit.view';
import type { ResourceOfferItem } from './resource-offers.query';

/** Resource offers as the server listed them, kept fresh by polling. */
export function useLiveOffers(initial: readonly OfferChoice[]): readonly OfferChoice[] {
  const { data } = useQuery({
    queryKey: ['resource-offers'],
    queryFn: async ({ signal }) => {
      const { items } = await getJson<{ items: Json<ResourceOfferItem>[] }>(
        '/api/v1/resource-offers?limit=200',
        signal,
      );
      return items.map(choiceOfJson);
    },
    initialData: initial,
    refetchInterval: 4_000,
  });
  return data;
}

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
