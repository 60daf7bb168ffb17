'use client';

import { useQuery } from '@tanstack/react-query';
import type { Hex } from 'viem';
import { parseExactJson } from '@/lib/db/exact-json';
import type { DealEventItem } from '@/lib/deals/deals.query';
import { getJson } from '@/lib/shared/api.client';

/**
 * All events of a deal with their arguments: too much to send with the page to everybody who looks.
 *
 * @param count how many there are by now; more are read when it grows
 */
export function useDealEvents(dealId: Hex, count: number) {
  return useQuery<readonly DealEventItem[]>({
    queryKey: ['deal-events', dealId, count],
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (earlier, query) => (query?.queryKey[1] === dealId ? earlier : undefined),
    queryFn: async ({ signal }) =>
      parseExactJson(
        await getJson<unknown>(`/api/v1/deals/${dealId}/events`, signal),
      ) as readonly DealEventItem[],
  });
}
