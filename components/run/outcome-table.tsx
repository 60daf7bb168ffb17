import { Amount } from '@/components/ui/amount';
import { StateIcon, TONE_TEXT, type Tone } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { cn } from '@/lib/shared/class-names';
import { formatDuration } from '@/lib/shared/time.view';

/** One way in which a deal can end, seen from the buyer. */
export interface OutcomeRow {
  outcome: string;
  tone: Tone;
  /** What has to happen for it. */
  when: string;
  /** What the buyer pays in the end, and what it gets beyond its own money. */
  pays: bigint;
  compensation: bigint;
  /** What comes back of what was locked. */
  back: bigint;
  /** What the provider ends up with, against before the deal. */
  provider: bigint;
  /** Seconds after the match, at the latest. */
  within: number;
}

/** Every outcome, and who gets what by when: shown before anything is signed. */
export function OutcomeTable({ rows }: { rows: readonly OutcomeRow[] }) {
  return (
    <Table
      caption="Every way in which this deal can end"
      head={
        <>
          <Th>What can happen</Th>
          <Th numeric>You pay</Th>
          <Th numeric>You get back</Th>
          <Th numeric>Provider</Th>
          <Th numeric>At the latest</Th>
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.outcome}>
          <Td className="min-w-56">
            <span className={cn('flex items-center gap-1.5 font-medium', TONE_TEXT[row.tone])}>
              <StateIcon tone={row.tone} className="size-4" />
              {row.outcome}
            </span>
            <span className="block text-muted text-xs">{row.when}</span>
          </Td>
          <Td numeric>
            <Amount value={row.pays} unit="" ledger />
          </Td>
          <Td numeric>
            <Amount value={row.back} unit="" ledger />
            {row.compensation > 0n ? (
              <span className="block text-safe text-xs">
                +<Amount value={row.compensation} unit="" /> compensation
              </span>
            ) : null}
          </Td>
          <Td numeric className={row.provider < 0n ? 'text-wrong' : ''}>
            <Amount value={row.provider} unit="" ledger signed />
          </Td>
          <Td numeric className="text-muted">
            {formatDuration(row.within)}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
