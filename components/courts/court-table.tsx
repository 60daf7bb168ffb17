import { Scale } from 'lucide-react';
import { Amount } from '@/components/ui/amount';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { CourtItem } from '@/lib/offers/courts.query';
import { formatCount } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import { EngineList } from './engine-list';

/** Courts, one a line. */
export function CourtTable({ courts }: { courts: readonly CourtItem[] }) {
  if (courts.length === 0) {
    return (
      <EmptyState
        icon={Scale}
        title="No court yet"
        action={
          <Link href="/courts/found" className={buttonClass()}>
            Found the first court
          </Link>
        }
      >
        Without a court no deal of this market can be audited or disputed. Anyone can found one.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Courts, oldest first"
      head={
        <>
          <Th>Court</Th>
          <Th numeric>Members serving</Th>
          <Th className="max-md:hidden">Judges</Th>
          <Th numeric className="max-lg:hidden">
            Longest job
          </Th>
          <Th numeric className="max-sm:hidden">
            Least seat fee
          </Th>
          <Th numeric>Deals</Th>
        </>
      }
    >
      {courts.map((court) => (
        <Tr key={court.id}>
          <Td>
            <Hash value={court.id} label="court id" />
          </Td>
          <Td numeric>
            {court.joined} <span className="text-muted">of {court.members.length}</span>
          </Td>
          <Td className="max-md:hidden">
            <EngineList engines={court.engines} />
          </Td>
          <Td numeric className="max-lg:hidden">
            {formatDuration(court.terms.maxExecutionWindow)}
          </Td>
          <Td numeric className="max-sm:hidden">
            <Amount value={court.terms.minSeatFee} />
          </Td>
          <Td numeric>{formatCount(court.deals)}</Td>
        </Tr>
      ))}
    </Table>
  );
}
