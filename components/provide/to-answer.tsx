'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Countdown } from '@/components/ui/time';
import { VERDICT } from '@/lib/chain/deal-facts';
import { getJson } from '@/lib/shared/api.client';
import { shortHash } from '@/lib/shared/hash.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';

interface VerdictItem {
  dealId: string;
  case?: { firstVerdict: number; deadline: number };
}

/** Verdicts against the connected provider that it can still appeal. */
export function ToAnswer() {
  const { address } = useWallet();
  const { data } = useQuery({
    queryKey: ['to-answer', address],
    enabled: address !== undefined,
    refetchInterval: 4_000,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/deals?provider=${address}&stage=Verdict1&limit=20`;
      return (await getJson<{ items: VerdictItem[] }>(path, signal)).items;
    },
  });
  const open = data?.filter((deal) => deal.case?.firstVerdict === VERDICT.Overturned) ?? [];
  if (open.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {open.map((deal) => (
        <li key={deal.dealId}>
          <Notice
            tone="attention"
            title={`A panel found another result than you in ${shortHash(deal.dealId)}`}
            action={
              <Link href={`/disputes/${deal.dealId}`} className={buttonClass('secondary', 'sm')}>
                Look at it
              </Link>
            }
          >
            You can appeal for <Countdown at={deal.case?.deadline ?? 0} />. After that you lose the
            lock.
          </Notice>
        </li>
      ))}
    </ul>
  );
}
