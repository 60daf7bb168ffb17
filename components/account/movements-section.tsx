'use client';

import { Coins, Download } from 'lucide-react';
import { Amount } from '@/components/ui/amount';
import { Button, buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { MOVEMENT_WORDS } from '@/lib/deals/money-movements.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { QueryBox } from './query-box';
import { useMovements } from './use-account.client';

/** Every event that changed the connected account's balances, and a file of all of them. */
export function MovementsSection() {
  const { address } = useWallet();
  const query = useMovements();
  const { hasNextPage, fetchNextPage, isFetchingNextPage } = query;
  return (
    <Panel
      title="Money movements"
      description="From the chain’s events: each sums up to your balances"
      aside={
        <a
          href={`/api/v1/accounts/${address}/movements.csv`}
          download
          className={buttonClass('secondary', 'sm')}
        >
          <Download aria-hidden className="size-3.5" /> Export as CSV
        </a>
      }
      flush
    >
      <QueryBox query={query} what="your money movements" rows={5}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState className="py-8" icon={Coins} title="Nothing has moved yet">
                Deposit above to begin; every change of your balances is listed here.
              </EmptyState>
            );
          }
          return (
            <>
              <Table
                caption="Money movements, newest first"
                head={
                  <>
                    <Th>What</Th>
                    <Th numeric>Available</Th>
                    <Th numeric className="max-sm:hidden">
                      Locked
                    </Th>
                    <Th numeric className="max-md:hidden">
                      Stake
                    </Th>
                    <Th numeric>When</Th>
                  </>
                }
              >
                {items.map((item) => (
                  <Tr key={`${item.blockNumber}-${item.logIndex}`}>
                    <Td>
                      {MOVEMENT_WORDS[item.kind]}
                      {item.dealId ? (
                        <span className="block text-xs">
                          <Hash
                            value={item.dealId}
                            label="deal id"
                            href={`/deals/${item.dealId}`}
                            copy={false}
                          />
                        </span>
                      ) : null}
                    </Td>
                    <Change value={item.available} />
                    <Change value={item.locked} className="max-sm:hidden" />
                    <Change value={item.stake} className="max-md:hidden" />
                    <Td numeric className="text-muted">
                      <RelativeTime at={item.at} past />
                    </Td>
                  </Tr>
                ))}
              </Table>
              {hasNextPage ? (
                <div className="border-border border-t px-4 py-3">
                  <Button
                    size="sm"
                    variant="secondary"
                    busy={isFetchingNextPage}
                    onClick={() => void fetchNextPage()}
                  >
                    Show older
                  </Button>
                </div>
              ) : null}
            </>
          );
        }}
      </QueryBox>
    </Panel>
  );
}

function Change({ value, className }: { value: string; className?: string }) {
  return (
    <Td numeric {...(className ? { className } : {})}>
      {value === '0' ? <span className="text-muted">–</span> : <Amount value={value} signed />}
    </Td>
  );
}
