import type { ReactNode } from 'react';
import { Amount } from '@/components/ui/amount';
import { StateIcon, TONE_TEXT, type Tone } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { usePublicConfig } from '@/lib/env/public-config.client';
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
    <>
      <div className="max-sm:hidden">
        <WideTable rows={rows} />
      </div>
      <ul className="divide-y divide-border sm:hidden">
        {rows.map((row) => (
          <li key={row.outcome} className="flex flex-col gap-2 p-3">
            <Name row={row} />
            <dl className="grid grid-cols-2 gap-x-4 gap-y-1 text-[0.8125rem]">
              <Pair name="You pay">
                <Amount value={row.pays} />
              </Pair>
              <Pair name="You get back">
                <Back row={row} />
              </Pair>
              <Pair name="Provider">
                <Amount
                  value={row.provider}
                  signed
                  className={row.provider < 0n ? 'text-wrong' : ''}
                />
              </Pair>
              <Pair name="At the latest">{formatDuration(row.within)}</Pair>
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

function WideTable({ rows }: { rows: readonly OutcomeRow[] }) {
  const { tokenSymbol } = usePublicConfig();
  return (
    <Table
      caption={`Every way in which this deal can end, amounts in ${tokenSymbol}`}
      head={
        <>
          <Th>What can happen</Th>
          <Th numeric>You pay, {tokenSymbol}</Th>
          <Th numeric>You get back, {tokenSymbol}</Th>
          <Th numeric>Provider, {tokenSymbol}</Th>
          <Th numeric>At the latest</Th>
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.outcome}>
          <Td className="min-w-56">
            <Name row={row} />
          </Td>
          <Td numeric>
            <Amount value={row.pays} unit="" ledger />
          </Td>
          <Td numeric>
            <Back row={row} ledger />
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

function Name({ row }: { row: OutcomeRow }) {
  return (
    <div>
      <span className={cn('flex items-center gap-1.5 font-medium', TONE_TEXT[row.tone])}>
        <StateIcon tone={row.tone} className="size-4" />
        {row.outcome}
      </span>
      <span className="block text-muted text-xs">{row.when}</span>
    </div>
  );
}

function Back({ row, ledger = false }: { row: OutcomeRow; ledger?: boolean }) {
  return (
    <>
      <Amount value={row.back} {...(ledger ? { unit: '', ledger } : {})} />
      {row.compensation > 0n ? (
        <span className="block text-safe text-xs">
          +<Amount value={row.compensation} /> compensation
        </span>
      ) : null}
    </>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}
