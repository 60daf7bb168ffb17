'use client';

import { useQuery } from '@tanstack/react-query';
import { useDirectory } from '@/components/deals/use-directory.client';
import { Progress } from '@/components/ui/progress';
import { within } from '@/lib/shared/in-time';
import { percentText } from '@/lib/shared/percent.view';
import { useReplay } from './replayed';
import { progressNow } from './seat-progress-now';

const ASK_EVERY_MS = 1_000;
const PATIENCE_MS = 4_000;

interface SeatRunProps {
  dealId: `0x${string}`;
  mediator: `0x${string}`;
}

/** How far a seat that has not committed says that its re-execution is; nothing where it says nothing. */
export function SeatRun({ dealId, mediator }: SeatRunProps) {
  const { client } = useDirectory();
  const isNow = useReplay().past === undefined;
  const readings = useQuery({
    queryKey: ['seats-progress', dealId],
    queryFn: async ({ signal }) =>
      (await client('anonymous')).seatsProgress(dealId, within(PATIENCE_MS, signal)),
    refetchInterval: ASK_EVERY_MS,
    retry: false,
    // What was said at a past moment is kept nowhere.
    enabled: isNow,
  });
  const share = progressNow(readings, mediator);
  if (!isNow || share === undefined) return null;
  if (share === 'unreadable') {
    return <p className="mt-1">The directory does not say now how far its run is.</p>;
  }
  return (
    <div className="mt-1 flex flex-col gap-1">
      <p title="Of the fuel that the provider posted, as the mediator says">
        re-executes:{' '}
        <span className="tabular text-text">{percentText(Math.floor(share * 100))}</span>
      </p>
      <Progress label="Re-execution" value={share} />
    </div>
  );
}
