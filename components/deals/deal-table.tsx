import { ArrowLeftRight } from 'lucide-react';
import { Amount } from '@/components/ui/amount';
import { EmptyState } from '@/components/ui/empty-state';
import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import type { DealSummary } from '@/lib/deals/deals.query';
import { DealCell } from './deal-cell';
import { DealChip } from './deal-chip';
import { type ModuleName, ModuleTitle } from './module-title';

interface DealTableProps {
  deals: readonly DealSummary[];
  modules: readonly ModuleName[];
  hideModule?: boolean;
  empty?: React.ReactNode;
}

/** Deals, one a line. On a phone their state stands under the price. */
export function DealTable(props: DealTableProps) {
  const { deals, modules, hideModule = false, empty } = props;
  if (deals.length === 0) {
    return (
      empty ?? (
        <EmptyState icon={ArrowLeftRight} title="No deals yet">
          A deal appears here as soon as a solver has matched an offer.
        </EmptyState>
      )
    );
  }
  return (
    <Table
      caption="Deals, newest first"
      head={
        <>
          <Th>Deal</Th>
          {hideModule ? null : <Th className="max-sm:hidden">Module</Th>}
          <Th className="max-sm:hidden">State</Th>
          <Th className="max-lg:hidden">Buyer</Th>
          <Th className="max-md:hidden">Provider</Th>
          <Th numeric>
            Price<span className="sm:hidden"> and state</span>
          </Th>
          <Th numeric className="max-lg:hidden">
            Matched
          </Th>
        </>
      }
    >
      {deals.map((deal) => (
        <Tr key={deal.dealId}>
          <DealCell dealId={deal.dealId} lineClass="lg:hidden">
            {hideModule ? null : (
              <span className="sm:hidden">
                <ModuleTitle id={deal.work.moduleId} modules={modules} />,{' '}
              </span>
            )}
            <RelativeTime at={deal.terms.matchedAt} past />
          </DealCell>
          {hideModule ? null : (
            <Td className="max-w-48 truncate max-sm:hidden">
              <ModuleTitle id={deal.work.moduleId} modules={modules} />
            </Td>
          )}
          <Td className="max-sm:hidden">
            <DealChip facts={deal} size="sm" />
          </Td>
          <Td className="max-lg:hidden">
            <Hash value={deal.terms.buyer} label="buyer" copy={false} />
          </Td>
          <Td className="max-md:hidden">
            <Hash value={deal.terms.provider} label="provider" copy={false} />
          </Td>
          <Td numeric>
            <DealPrice deal={deal} />
            <span className="mt-1 block sm:hidden">
              <DealChip facts={deal} size="sm" />
            </span>
          </Td>
          <Td numeric className="text-muted max-lg:hidden">
            <RelativeTime at={deal.terms.matchedAt} past />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

/** The price once there is one; before, the most it can be. */
function DealPrice({ deal }: { deal: DealSummary }) {
  if (deal.price !== undefined) return <Amount value={deal.price} ledger />;
  return (
    <span className="text-muted">
      <span className="max-sm:hidden">at most </span>
      <span className="sm:hidden" title="at most" aria-hidden>
        ≤{' '}
      </span>
      <Amount value={deal.value} ledger />
    </span>
  );
}
