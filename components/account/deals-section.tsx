'use client';

import { ArrowLeftRight } from 'lucide-react';
import { DealCell } from '@/components/deals/deal-cell';
import { type ModuleName, ModuleTitle } from '@/components/deals/module-title';
import { Amount } from '@/components/ui/amount';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { StateChip } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { QueryBox } from './query-box';
import { useAccountState } from './use-account.client';

/** The connected account's newest deals, whichever side it was on. */
export function DealsSection({ modules }: { modules: readonly ModuleName[] }) {
  const { address } = useWallet();
  const state = useAccountState();
  return (
    <Panel
      title="My deals"
      aside={
        <Link href={`/deals?party=${address}`} className="link">
          All my deals
        </Link>
      }
      flush
    >
      <QueryBox query={state} what="your deals">
        {({ deals }) =>
          deals.length === 0 ? (
            <EmptyState
              className="py-8"
              icon={ArrowLeftRight}
              title="No deal yet"
              action={
                <Link href="/modules" className={buttonClass('secondary', 'sm')}>
                  Run a module
                </Link>
              }
            >
              Buy a run, or put a machine on the market: each match is listed here.
            </EmptyState>
          ) : (
            <Table
              caption="My newest deals"
              head={
                <>
                  <Th>Deal</Th>
                  <Th>State</Th>
                  <Th numeric>Left you with</Th>
                  <Th numeric className="max-sm:hidden">
                    Matched
                  </Th>
                </>
              }
            >
              {deals.map((deal) => (
                <Tr key={deal.dealId}>
                  <DealCell dealId={deal.dealId}>
                    <ModuleTitle id={deal.moduleId} modules={modules} /> · as {deal.side}
                  </DealCell>
                  <Td>
                    <StateChip tone={deal.status.tone} size="sm">
                      {deal.status.word}
                    </StateChip>
                  </Td>
                  <Td numeric>
                    {deal.net === null ? (
                      <span className="text-muted">open</span>
                    ) : (
                      <Amount value={deal.net} signed />
                    )}
                  </Td>
                  <Td numeric className="text-muted max-sm:hidden">
                    <RelativeTime at={deal.matchedAt} past />
                  </Td>
                </Tr>
              ))}
            </Table>
          )
        }
      </QueryBox>
    </Panel>
  );
}
