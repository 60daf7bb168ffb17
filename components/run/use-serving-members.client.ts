'use client';

import { useQuery } from '@tanstack/react-query';
import type { Court } from '@/lib/chain/deployment';
import { includesHex } from '@/lib/shared/address';
import { getJson } from '@/lib/shared/api.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

interface ServedCourt {
  court: {
    memberships: readonly {
      address: `0x${string}`;
      joinedAt: number | null;
      leftAt: number | null;
    }[];
  };
}

const FRESH_MS = 30_000;

/**
 * How many members of a court can be seated in a deal of the connected account: those that joined,
 * have not left and are not its buyer. Who is only named never is. undefined until it is known.
 */
export function useServingMembers(court: Court | undefined): number | undefined {
  const { address } = useWallet();
  const { data } = useQuery({
    queryKey: ['court', court?.id],
    enabled: court !== undefined,
    queryFn: ({ signal }) => getJson<ServedCourt>(`/api/v1/courts/${court?.id}`, signal),
    staleTime: FRESH_MS,
    retry: false,
  });
  const own = address ? [address] : [];
  return data?.court.memberships.filter(
    (member) =>
      member.joinedAt !== null && member.leftAt === null && !includesHex(own, member.address),
  ).length;
}
