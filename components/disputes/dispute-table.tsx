import { DealChip } from '@/components/deals/deal-chip';
import type { ModuleName } from '@/components/deals/deal-table';
import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { CAUSE_WORDS } from '@/lib/deals/deal-status.view';
import type { DealSummary } from '@/lib/deals/deals.query';
import { sameHex } from '@/lib/shared/address';

interface DisputeTableProps {
  deals: readonly DealSummary[];
  modules: readonly ModuleName[];
}

/** Deals before a panel, one a line. */
export function DisputeTable({ deals, modules }: DisputeTableProps) {
  return (
    <Table
      caption="Disputes and audits, newest first"
      head={
        <>
          <Th>Deal</Th>
          <Th className="max-md:hidden">Module</Th>
          <Th className="max-lg:hidden">Why</Th>
          <Th>State</Th>
          <Th className="max-lg:hidden">Provider</Th>
          <Th numeric className="max-sm:hidden">
            Seats
          </Th>
          <Th numeric>Value</Th>
          <Th numeric className="max-sm:hidden">
            Opened
          </Th>
        </>
      }
    >
      {deals.map((deal) => (
        <Tr key={deal.dealId}>
          <Td>
            <Hash
              value={deal.dealId}
              label="deal id"
              href={`/disputes/${deal.dealId}`}
              copy={false}
            />
            <span className="block text-muted text-xs lg:hidden">
              {CAUSE_WORDS[deal.case?.cause ?? 0]}
            </span>
          </Td>
          <Td className="whitespace-nowrap max-md:hidden">
            {modules.find(({ id }) => sameHex(id as `0x${string}`, deal.work.moduleId))?.title ??
              'Unknown'}
          </Td>
          <Td className="min-w-44 text-muted max-lg:hidden">
            {CAUSE_WORDS[deal.case?.cause ?? 0]}
          </Td>
          <Td>
            <DealChip facts={deal} size="sm" />
          </Td>
          <Td className="max-lg:hidden">
            <Hash value={deal.terms.provider} label="provider" copy={false} />
          </Td>
          <Td numeric className="max-sm:hidden">
            {(deal.case?.firstPanel.length ?? 0) + (deal.case?.secondPanel.length ?? 0) || '–'}
          </Td>
          <Td numeric>
            <Amount value={deal.value} ledger />
          </Td>
          <Td numeric className="text-muted max-sm:hidden">
            <RelativeTime at={deal.caseOpenedAt ?? deal.terms.matchedAt} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
