'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { DealLine } from '@/lib/deals/deal-line.view';
import type { MoneyMovement } from '@/lib/deals/money-movements';
import type { AccountLock } from '@/lib/mediation/account-locks.view';
import type { OpenOfferLine } from '@/lib/offers/open-offer.view';
import { getJson } from '@/lib/shared/api.client';
import type { Json } from '@/lib/shared/json';
import { useWallet } from '@/lib/wallet/use-wallet.client';

interface AccountState {
  locks: Json<AccountLock>[];
  offers: Json<OpenOfferLine>[];
  deals: Json<DealLine>[];
}

/** What the connected account has in the market besides its balances. */
export function useAccountState() {
  const { address } = useWallet();
  return useQuery({
    queryKey: ['account', address],
    enabled: address !== undefined,
    refetchInterval: 5_000,
    queryFn: ({ signal }) => getJson<AccountState>(`/api/v1/accounts/${address}`, signal),
  });
}

interface MovementPage {
  items: Json<MoneyMovement>[];
  next: string | null;
}

const PAGE = 25;

/** What moved the connected account's money, newest first, a page at a time. */
export function useMovements() {
  const { address } = useWallet();
  return useInfiniteQuery({
    queryKey: ['movements', address],
    enabled: address !== undefined,
    refetchInterval: 15_000,
    initialPageParam: '',
    getNextPageParam: (page: MovementPage) => page.next ?? undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<MovementPage>(
        `/api/v1/accounts/${address}/movements?limit=${PAGE}${pageParam && `&after=${pageParam}`}`,
        signal,
      ),
  });
}
