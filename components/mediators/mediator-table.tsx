import { Gavel } from 'lucide-react';
import { getAddress } from 'viem';
import { Amount } from '@/components/ui/amount';
import { EmptyState } from '@/components/ui/empty-state';
import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { agreementView } from '@/lib/mediation/mediator-record.view';
import type { MediatorRecord } from '@/lib/mediation/mediators.query';
import { formatDuration } from '@/lib/shared/time.view';

/** Mediators, most seats first. */
export function MediatorTable({ mediators }: { mediators: readonly MediatorRecord[] }) {
  if (mediators.length === 0) {
    return (
      <EmptyState icon={Gavel} title="No mediator yet">
        Whoever is named in a court, or puts up a stake, is listed here.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Mediators, most panels first"
      head={
        <>
          <Th>Mediator</Th>
          <Th numeric>Panels</Th>
          <Th numeric>Agreement</Th>
          <Th numeric className="max-sm:hidden">
            No-shows
          </Th>
          <Th numeric className="max-lg:hidden">
            Median delay
          </Th>
          <Th numeric className="max-md:hidden">
            Stake
          </Th>
          <Th numeric className="max-lg:hidden">
            Fees earned
          </Th>
          <Th numeric className="max-lg:hidden">
            Slashed
          </Th>
        </>
      }
    >
      {mediators.map((record) => {
        const { share, note } = agreementView(record);
        return (
          <Tr key={record.address}>
            <Td>
              <Hash
                value={getAddress(record.address)}
                label="mediator"
                className="max-sm:[&>button]:hidden"
              />
            </Td>
            <Td numeric>
              {record.seats}
              {record.live > 0 ? (
                <span className="block text-accent text-xs">{record.live} live</span>
              ) : null}
            </Td>
            <Td numeric>
              {share}
              {note === undefined ? null : <span className="block text-muted text-xs">{note}</span>}
            </Td>
            <Td numeric className="max-sm:hidden">
              {record.absent}
            </Td>
            <Td numeric className="max-lg:hidden">
              {record.medianDelaySeconds === null ? '–' : formatDuration(record.medianDelaySeconds)}
            </Td>
            <Td numeric className="max-md:hidden">
              <Amount value={record.stake} ledger />
            </Td>
            <Td numeric className="max-lg:hidden">
              <Amount value={record.fees} ledger />
            </Td>
            <Td numeric className="max-lg:hidden">
              <Amount value={record.slashed} ledger />
            </Td>
          </Tr>
        );
      })}
    </Table>
  );
}
