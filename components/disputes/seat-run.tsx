'use client';

import { useQuery } from '@tanstack/react-query';
import { useDirectory } from '@/components/deals/use-directory.client';
import { Progress } from '@/components/ui/progress';
import { sameHex } from '@/lib/shared/address';
import { percentText } from '@/lib/shared/percent.view';

const ASK_EVERY_MS = 1_000;

interface SeatRunProps {
  dealId: `0x${string}`;
  mediator: `0x${string}`;
}

/** How far a seat that has not committed says that its re-execution is; nothing where it says nothing. */
export function SeatRun({ dealId, mediator }: SeatRunProps) {
  const { client } = useDirectory();
  const { data } = useQuery({
    queryKey: ['seats-progress', dealId],
    queryFn: async () => (await client('anonymous')).seatsProgress(dealId),
    refetchInterval: ASK_EVERY_MS,
    retry: false,
  });
  const told = data?.find(({ seat }) => sameHex(seat, mediator));
  if (!told) return null;
  const percent = percentText(Math.floor(told.share * 100));
  return (
    <div className="mt-1 flex flex-col gap-1">
      <p title="Of the fuel that the provider posted, as the mediator says">
        re-executes: <span className="tabular text-text">{percent}</span>
      </p>
      <Progress label="Re-execution" value={told.share} />
    </div>
  );
}
