import { Gavel } from 'lucide-react';
import { DealCell } from '@/components/deals/deal-cell';
import { type ModuleName, ModuleTitle } from '@/components/deals/module-title';
import { Amount } from '@/components/ui/amount';
import { EmptyState } from '@/components/ui/empty-state';
import { StateChip } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { seatView } from '@/lib/mediation/mediator-record.view';
import type { SeatItem } from '@/lib/mediation/mediator-seats.query';
import { formatDuration } from '@/lib/shared/time.view';

interface SeatTableProps {
  seats: readonly SeatItem[];
  modules: readonly ModuleName[];
}

/** The seats of one mediator, newest first. */
export function SeatTable({ seats, modules }: SeatTableProps) {
  if (seats.length === 0) {
    return (
      <EmptyState icon={Gavel} title="No panel yet">
        A seat appears here when this mediator is drawn for an audit or a dispute.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Panels served, newest first"
      head={
        <>
          <Th>Deal</Th>
          <Th className="max-sm:hidden">Why</Th>
          <Th>Seat</Th>
          <Th numeric className="max-md:hidden">
            Delay
          </Th>
          <Th numeric className="max-sm:hidden">
            Fee
          </Th>
          <Th numeric className="max-sm:hidden">
            Slashed
          </Th>
          <Th numeric className="max-lg:hidden">
            Seated
          </Th>
        </>
      }
    >
      {seats.map((seat) => {
        const { tone, word } = seatView(seat);
        return (
          <Tr key={seat.dealId}>
            <DealCell dealId={seat.dealId} href={`/disputes/${seat.dealId}`}>
              <ModuleTitle id={seat.moduleId} modules={modules} />
            </DealCell>
            <Td className="text-muted max-sm:hidden">
              {seat.cause === 'Dispute' ? 'Dispute' : 'Audit'}
              {seat.panel === 2 ? ', second panel' : ''}
            </Td>
            <Td>
              <StateChip tone={tone} size="sm">
                {word}
              </StateChip>
              <span className="mt-0.5 block text-xs sm:hidden">
                fee <Amount value={seat.fee} />
              </span>
            </Td>
            <Td numeric className="max-md:hidden">
              {seat.committedAt === null ? '–' : formatDuration(seat.committedAt - seat.seatedAt)}
            </Td>
            <Td numeric className="max-sm:hidden">
              <Amount value={seat.fee} ledger />
            </Td>
            <Td numeric className="max-sm:hidden">
              <Amount value={seat.slashed} ledger />
            </Td>
            <Td numeric className="text-muted max-lg:hidden">
              <RelativeTime at={seat.seatedAt} past />
            </Td>
          </Tr>
        );
      })}
    </Table>
  );
}
