'use client';

import { useQuery } from '@tanstack/react-query';
import type { MachineRecord } from '@/lib/deals/machine-record.query';
import { choiceOfJson } from '@/lib/offers/offer-choice';
import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import type { ResourceOfferItem } from '@/lib/offers/resource-offers.query';
import type { EarningsBar } from '@/lib/providers/earnings';
import type { HistoryRange, MachineList } from '@/lib/providers/machine-api';
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

interface EarningsView {
  step: number;
  bars: readonly EarningsBar[];
  machines: ReadonlyMap<string, MachineRecord>;
}

/** What the connected provider earned, in all by hour or day and by machine (keys in lower case). */
export function useEarnings(range: HistoryRange) {
  const { address } = useWallet();
  return useQuery<EarningsView>({
    queryKey: ['earnings', address, range],
    enabled: address !== undefined,
    refetchInterval: 10_000,
    placeholderData: (old) => old,
    queryFn: async ({ signal }) => {
      const { step, bars, machines } = await getJson<{
        step: number;
        bars: Json<EarningsBar>[];
        machines: Json<MachineRecord & { agent: string }>[];
      }>(`/api/v1/providers/${address}/earnings?range=${range}`, signal);
      return {
        step,
        bars: bars.map((bar) => ({
          ...bar,
          earned: BigInt(bar.earned),
          lost: BigInt(bar.lost),
        })),
        machines: new Map(
          machines.map(({ agent, net, netLastDay, ...counts }) => [
            agent.toLowerCase(),
            { ...counts, net: BigInt(net), netLastDay: BigInt(netLastDay) },
          ]),
        ),
      };
    },
  });
}

/** Machines that say they are the connected provider's. */
export function useOwnMachines() {
  const { address } = useWallet();
  return useQuery({
    queryKey: ['own-machines', address],
    enabled: address !== undefined,
    refetchInterval: 4_000,
    queryFn: async ({ signal }) =>
      (await getJson<MachineList>(`/api/v1/machines?provider=${address}`, signal)).items,
  });
}
