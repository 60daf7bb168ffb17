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
          <Th>Module</Th>
          <Th>Why</Th>
          <Th>State</Th>
          <Th>Provider</Th>
          <Th numeric>Seats</Th>
          <Th numeric>Value</Th>
          <Th numeric>Opened</Th>
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
          </Td>
          <Td className="whitespace-nowrap">
            {modules.find(({ id }) => sameHex(id as `0x${string}`, deal.work.moduleId))?.title ??
              'Unknown'}
          </Td>
          <Td className="min-w-44 text-muted">{CAUSE_WORDS[deal.case?.cause ?? 0]}</Td>
          <Td>
            <DealChip facts={deal} size="sm" />
          </Td>
          <Td>
            <Hash value={deal.terms.provider} label="provider" copy={false} />
          </Td>
          <Td numeric>
            {(deal.case?.firstPanel.length ?? 0) + (deal.case?.secondPanel.length ?? 0) || '–'}
          </Td>
          <Td numeric>
            <Amount value={deal.value} ledger />
          </Td>
          <Td numeric className="text-muted">
            <RelativeTime at={deal.caseOpenedAt ?? deal.terms.matchedAt} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
