import { DealCell } from '@/components/deals/deal-cell';
import { DealChip } from '@/components/deals/deal-chip';
import { type ModuleName, ModuleTitle } from '@/components/deals/module-title';
import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { CAUSE, STAGE } from '@/lib/chain/deal-facts';
import { stakesOf } from '@/lib/chain/terms';
import { CAUSE_WORDS } from '@/lib/deals/deal-status.view';
import type { DisputeSummary } from '@/lib/disputes/disputes.query';
import { providerLockOf } from '@/lib/offers/price';
import { NextActor } from './next-actor';

interface DisputeTableProps {
  deals: readonly DisputeSummary[];
  modules: readonly ModuleName[];
}

/** Deals before a panel, one a line. On a phone the next step stands under the state. */
export function DisputeTable({ deals, modules }: DisputeTableProps) {
  return (
    <Table
      caption="Disputes and audits, newest first"
      head={
        <>
          <Th>Deal</Th>
          <Th>State</Th>
          <Th className="max-lg:hidden">Cause</Th>
          <Th className="max-xl:hidden">Provider</Th>
          <Th numeric className="max-sm:hidden">
            At stake
          </Th>
          <Th className="max-md:hidden">Panel</Th>
          <Th className="max-sm:hidden">Next</Th>
          <Th numeric className="max-lg:hidden">
            Opened
          </Th>
        </>
      }
    >
      {deals.map((deal) => (
        <Tr key={deal.dealId}>
          <DealCell dealId={deal.dealId} href={`/disputes/${deal.dealId}`}>
            <ModuleTitle id={deal.work.moduleId} modules={modules} />
            <span className="lg:hidden"> · {kindOf(deal).toLowerCase()}</span>
          </DealCell>
          <Td>
            <DealChip facts={deal} size="sm" />
            {deal.stage === STAGE.Settled ? null : (
              <div className="mt-1 sm:hidden">
                <NextActor facts={deal} />
              </div>
            )}
          </Td>
          <Td className="max-lg:hidden">
            {kindOf(deal)}
            <span className="block text-muted text-xs">{CAUSE_WORDS[deal.case?.cause ?? 0]}</span>
          </Td>
          <Td className="max-xl:hidden">
            <Hash value={deal.terms.provider} label="provider" copy={false} />
          </Td>
          <Td numeric className="max-sm:hidden">
            <Amount value={providerLockOf(stakesOf(deal.terms), 0n)} />
            <span className="block whitespace-normal text-muted text-xs">
              job of at most <Amount value={deal.value} />
            </span>
          </Td>
          <Td className="max-md:hidden">
            <PanelWords deal={deal} />
          </Td>
          <Td className="min-w-36 max-sm:hidden">
            <NextActor facts={deal} />
          </Td>
          <Td numeric className="text-muted max-lg:hidden">
            <RelativeTime at={deal.caseOpenedAt ?? deal.terms.matchedAt} past />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

function kindOf(deal: DisputeSummary): string {
  return deal.case?.cause === CAUSE.Dispute ? 'Dispute' : 'Audit';
}

function PanelWords({ deal }: { deal: DisputeSummary }) {
  const { firstPanel = [], secondPanel = [] } = deal.case ?? {};
  const isSecond = secondPanel.length > 0;
  const seats = isSecond ? secondPanel.length : firstPanel.length;
  if (seats === 0) return <span className="text-muted">not seated</span>;
  return (
    <>
      <span className="tabular whitespace-nowrap">
        {deal.committed} of {seats} committed
      </span>
      <span className="block text-muted text-xs">{isSecond ? 'second panel' : 'first panel'}</span>
    </>
  );
}
