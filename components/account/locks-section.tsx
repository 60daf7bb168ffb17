'use client';

import { LockOpen } from 'lucide-react';
import { DealCell } from '@/components/deals/deal-cell';
import { type ModuleName, ModuleTitle } from '@/components/deals/module-title';
import { Amount } from '@/components/ui/amount';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { StateChip } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import type { LockReason } from '@/lib/deals/locked-money';
import type { AccountLock } from '@/lib/mediation/account-locks.view';
import type { Json } from '@/lib/shared/json';
import { QueryBox } from './query-box';
import { useAccountState } from './use-account.client';

const REASONS: Record<LockReason, string> = {
  price: 'the most it can cost',
  'audit-reserve': 'for mediators, nearly always returned',
  'solver-fee': 'for the solver',
  collateral: 'behind your result',
  dispute: 'for the dispute',
  appeal: 'for the appeal',
};

const ACTORS = {
  provider: 'the provider',
  buyer: 'the buyer',
  mediators: 'the mediators',
  anyone: 'anyone can',
};

/** Money that stands behind live deals: how much, why, and until when. */
export function LocksSection({ modules }: { modules: readonly ModuleName[] }) {
  const state = useAccountState();
  return (
    <Panel
      title="Locked now"
      description="Behind live deals. It comes back by itself when the deal is settled."
      flush
    >
      <QueryBox query={state} what="what is locked">
        {({ locks }) =>
          locks.length === 0 ? (
            <EmptyState className="py-8" icon={LockOpen} title="Nothing is locked">
              All that you have in the market is free to use. A match locks what its deal can cost.
            </EmptyState>
          ) : (
            <LockTable locks={locks} modules={modules} />
          )
        }
      </QueryBox>
    </Panel>
  );
}

interface LockTableProps {
  locks: readonly Json<AccountLock>[];
  modules: readonly ModuleName[];
}

function LockTable({ locks, modules }: LockTableProps) {
  return (
    <Table
      caption="Locked money, by deal"
      head={
        <>
          <Th>Deal</Th>
          <Th className="max-md:hidden">State</Th>
          <Th numeric>Locked</Th>
          <Th className="max-sm:hidden">Next</Th>
          <Th numeric>Free at the latest</Th>
        </>
      }
    >
      {locks.map((lock) => (
        <Tr key={`${lock.dealId}-${lock.side}`}>
          <DealCell dealId={lock.dealId}>
            <ModuleTitle id={lock.moduleId} modules={modules} /> · as {lock.side}
          </DealCell>
          <Td className="max-md:hidden">
            <StateChip tone={lock.status.tone} size="sm">
              {lock.status.word}
            </StateChip>
          </Td>
          <Td numeric>
            <Amount value={lock.amount} />
            <span className="block whitespace-normal text-muted text-xs">
              {lock.side === 'mediator' ? (
                'of your stake, for a seat'
              ) : (
                <LockReasons parts={lock.parts} />
              )}
            </span>
          </Td>
          <Td className="min-w-44 max-sm:hidden">
            {lock.next ? (
              <>
                {ACTORS[lock.next.who]} {lock.next.what}
                {lock.next.by === undefined ? null : (
                  <>
                    {' '}
                    <RelativeTime at={lock.next.by} className="text-muted" />
                  </>
                )}
                <span className="block text-muted text-xs">{lock.next.otherwise}</span>
              </>
            ) : (
              '–'
            )}
          </Td>
          <Td numeric>
            <RelativeTime at={lock.latest} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

function LockReasons({ parts }: { parts: Json<AccountLock>['parts'] }) {
  const [only] = parts;
  if (parts.length === 1 && only) return REASONS[only.reason];
  return parts.map(({ reason, amount }) => (
    <span key={reason} className="block">
      <Amount value={amount} /> {REASONS[reason]}
    </span>
  ));
}
