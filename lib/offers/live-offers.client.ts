'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson } from '../shared/api.client';
import type { Json } from '../shared/json';
import { choiceOfJson, listedChoiceOf } from './offer-choice';
import type { OfferChoice } from './offer-fit.view';
import type { ResourceOfferItem } from './resource-offers.query';
import { type RunSearch, runSearchParams } from './run-search';

/** Offers change by the minute: tickets run out, lanes fill. */
const FRESH_MS = 10_000;

const NONE: readonly OfferChoice[] = [];

/** The cheapest offers that can run a module, kept fresh by polling. `initial`: of the first search. */
export function useModuleOffers(
  search: RunSearch,
  initial?: readonly OfferChoice[],
): readonly OfferChoice[] {
  const params = runSearchParams(search);
  const [first] = useState(params);
  const { data } = useQuery({
    queryKey: ['offer-choices', params],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/resource-offers/choices?${params}`;
      const { items } = await getJson<{ items: Json<OfferChoice>[] }>(path, signal);
      return items.map(listedChoiceOf);
    },
    ...(initial && params === first ? { initialData: initial } : {}),
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_MS,
  });
  return data ?? initial ?? NONE;
}

/**
 * One resource offer whatever its state, kept fresh by polling; undefined until it is read, unless
 * it is among those that were read `before`.
 */
export function useResourceOffer(
  hash: `0x${string}` | undefined,
  before: readonly OfferChoice[],
): OfferChoice | undefined {
  const { data, error } = useQuery({
    queryKey: ['resource-offer', hash],
    enabled: hash !== undefined,
    queryFn: async ({ signal }) =>
      choiceOfJson(
        await getJson<Json<ResourceOfferItem>>(`/api/v1/resource-offers/${hash}`, signal),
      ),
    refetchInterval: FRESH_MS,
    retry: false,
  });
  if (data || error) return data;
  return before.find((choice) => choice.hash === hash);
}
