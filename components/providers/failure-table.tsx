import { CircleCheck } from 'lucide-react';
import { DealCell } from '@/components/deals/deal-cell';
import { type ModuleName, ModuleTitle } from '@/components/deals/module-title';
import { Amount } from '@/components/ui/amount';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import type { OutcomeName } from '@/lib/chain/deal-facts';
import type { FailedDeal } from '@/lib/providers/provider-history.query';

const CAUSES: Partial<Record<OutcomeName, string>> = {
  Missed: 'Posted nothing by its deadline',
  Declined: 'Declined: the deal was given back',
  Overturned: 'A panel found another result',
  InputsUnavailable: 'The panel could not get the inputs',
  Void: 'No panel, or none with a majority',
};

interface FailureTableProps {
  failures: readonly FailedDeal[];
  modules: readonly ModuleName[];
}

/** Deals that did not end with a paid result, each with its cause. */
export function FailureTable({ failures, modules }: FailureTableProps) {
  if (failures.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title="No failed deal">
        Missed deadlines, declined deals and overturned results would be listed here.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Failed deals, newest first"
      head={
        <>
          <Th>Deal</Th>
          <Th>Cause</Th>
          <Th numeric>Provider’s net</Th>
          <Th numeric className="max-sm:hidden">
            Settled
          </Th>
        </>
      }
    >
      {failures.map((deal) => (
        <Tr key={deal.dealId}>
          <DealCell dealId={deal.dealId}>
            <ModuleTitle id={deal.moduleId} modules={modules} />
          </DealCell>
          <Td>
            {deal.told ? `Declined: ${deal.told.cause.replaceAll('-', ' ')}` : CAUSES[deal.outcome]}
            {deal.told?.detail ? (
              <span className="block text-muted text-xs [overflow-wrap:anywhere]">
                {deal.told.detail}
              </span>
            ) : null}
            {deal.outcome === 'Declined' && !deal.told ? (
              <span className="block text-muted text-xs">its agent did not tell why</span>
            ) : null}
            {deal.cause === null ? null : (
              <span className="block text-muted text-xs">
                {deal.cause === 'Dispute' ? 'after a dispute' : 'after an audit'}
              </span>
            )}
          </Td>
          <Td numeric>
            <Amount value={deal.net} signed />
          </Td>
          <Td numeric className="text-muted max-sm:hidden">
            <RelativeTime at={deal.settledAt} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
