'use client';

import { useQuery } from '@tanstack/react-query';
import { choiceOfJson } from '@/lib/offers/offer-choice';
import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import type { ResourceOfferItem } from '@/lib/offers/resource-offers.query';
import type { ProviderRecord } from '@/lib/providers/providers.query';
import { getJson } from '@/lib/shared/api.client';
import type { Json } from '@/lib/shared/json';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** The connected account's record as a provider. */
export function useProviderRecord() {
  const { address } = useWallet();
  return useQuery({
    queryKey: ['provider', address],
    enabled: address !== undefined,
    refetchInterval: 5_000,
    queryFn: ({ signal }) => getJson<Json<ProviderRecord>>(`/api/v1/providers/${address}`, signal),
  });
}

export interface OwnOffer extends OfferChoice {
  ticketUntil: number | undefined;
  dealsLive: number;
}

/** The connected account's own resource offers, whatever their state. */
export function useOwnOffers() {
  const { address } = useWallet();
  return useQuery({
    queryKey: ['own-offers', address],
    enabled: address !== undefined,
    refetchInterval: 4_000,
    queryFn: async ({ signal }): Promise<OwnOffer[]> => {
      const { items } = await getJson<{ items: Json<ResourceOfferItem>[] }>(
        `/api/v1/resource-offers?provider=${address}&all=true&limit=200`,
        signal,
      );
      return items.map((item) => ({
        ...choiceOfJson(item),
        ticketUntil: item.ticket?.until,
        dealsLive: item.dealsLive,
      }));
    },
  });
}
