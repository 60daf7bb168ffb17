'use client';

import { useQuery } from '@tanstack/react-query';
import { getJson } from '../shared/api.client';
import type { Json } from '../shared/json';
import { choiceOfJson } from './offer-choice';
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
