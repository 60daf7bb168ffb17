'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Amount } from '@/components/ui/amount';
import { Notice } from '@/components/ui/notice';
import type { Court } from '@/lib/chain/deployment';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

interface CourtSeatsProps {
  court: Court;
  /** V, in token units. */
  value: bigint;
  n: number;
  theta: number;
}

/** How many of the court's members could sit on this deal's panels, from the chain; nothing until it is known. */
export function CourtSeats({ court, value, n, theta }: CourtSeatsProps) {
  const { rpcUrl, lens } = usePublicConfig();
  const { address } = useWallet();
  const { data } = useQuery({
    queryKey: ['court-seats', court.id, lens, String(value), theta, n, address],
    enabled: lens !== undefined,
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const { readCourtSeats } = await import('@/lib/offers/read-court-seats.client');
      return readCourtSeats({ rpcUrl, lens }, court, { value, theta, n, buyer: address });
    },
  });
  if (!data) return null;
  const needed = 3 * n + 1;
  const words = (
    <>
      {data.seatable} of the {data.serving} mediators of this court have the{' '}
      <Amount value={data.seatLock} /> free that a seat of this deal locks.
    </>
  );
  if (data.seatable >= needed) return <p className="max-w-[72ch] text-muted text-xs">{words}</p>;
  return (
    <Notice tone="attention" title="Few mediators are free">
      {words} A panel and a second one after an appeal take {needed}: choose a smaller panel, or
      wait.
    </Notice>
  );
}
