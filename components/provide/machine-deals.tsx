import { ArrowLeftRight, Inbox } from 'lucide-react';
import { DealCell } from '@/components/deals/deal-cell';
import { DealChip } from '@/components/deals/deal-chip';
import { type ModuleName, ModuleTitle } from '@/components/deals/module-title';
import { FailureTable } from '@/components/providers/failure-table';
import { Amount } from '@/components/ui/amount';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { StateChip } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import type { DealSummary } from '@/lib/deals/deals.query';
import type { AccountLock } from '@/lib/mediation/account-locks.view';
import type { MachinePageProps } from './machine-page';

type Props = Pick<
  MachinePageProps,
  'locks' | 'deals' | 'failures' | 'modules' | 'provider' | 'machine'
>;

/** Deals that run, those before, and why some failed. */
export function MachineDeals({ locks, deals, failures, modules, provider, machine }: Props) {
  const queued = machine?.pulse?.queued ?? 0;
  return (
    <>
      <Panel
        title="Live deals"
        description="What each locks of your money, and what it waits for"
        aside={queued > 0 ? `${queued} waiting for room on the machine` : undefined}
        flush
      >
        <LiveDeals locks={locks} modules={modules} />
      </Panel>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Panel
          title="Newest deals"
          aside={
            <Link href={`/deals?party=${provider}`} className="link">
              All of this provider
            </Link>
          }
          flush
        >
          <DealsBefore deals={deals} modules={modules} />
        </Panel>
        <Panel title="Failures" description="The newest, each with its cause" flush>
          <FailureTable failures={failures} modules={modules} />
        </Panel>
      </div>
    </>
  );
}

interface LiveDealsProps {
  locks: readonly AccountLock[];
  modules: readonly ModuleName[];
}

function LiveDeals({ locks, modules }: LiveDealsProps) {
  if (locks.length === 0) {
    return (
      <EmptyState className="py-8" icon={Inbox} title="No live deal">
        A deal appears here as soon as a solver has matched an offer of this machine.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Live deals, newest first"
      head={
        <>
          <Th>Deal</Th>
          <Th className="max-sm:hidden">State</Th>
          <Th className="max-md:hidden">Next</Th>
          <Th numeric>Locked</Th>
          <Th numeric className="max-sm:hidden">
            Free at the latest
          </Th>
        </>
      }
    >
      {locks.map(({ dealId, moduleId, status, next, amount, latest }) => (
        <Tr key={dealId}>
          <DealCell dealId={dealId}>
            <ModuleTitle id={moduleId} modules={modules} />
            <span className="mt-1 block sm:hidden">
              <StateChip tone={status.tone} size="sm">
                {status.word}
              </StateChip>
            </span>
          </DealCell>
          <Td className="max-sm:hidden">
            <StateChip tone={status.tone} size="sm">
              {status.word}
            </StateChip>
          </Td>
          <Td className="min-w-44 max-md:hidden">
            {next ? (
              <>
                {next.who === 'provider'
                  ? 'Your machine'
                  : next.who === 'anyone'
                    ? 'Anyone can'
                    : `The ${next.who}`}{' '}
                {next.what}
                {next.by === undefined ? null : (
                  <>
                    {' '}
                    <RelativeTime at={next.by} className="text-muted" />
                  </>
                )}
                <span className="block text-muted text-xs">{next.otherwise}</span>
              </>
            ) : (
              '–'
            )}
          </Td>
          <Td numeric>
            <Amount value={amount} />
          </Td>
          <Td numeric className="text-muted max-sm:hidden">
            <RelativeTime at={latest} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

interface DealsBeforeProps {
  deals: readonly DealSummary[];
  modules: readonly ModuleName[];
}

/** The newest deals, and what each left the provider with. */
function DealsBefore({ deals, modules }: DealsBeforeProps) {
  if (deals.length === 0) {
    return (
      <EmptyState className="py-8" icon={ArrowLeftRight} title="No deals yet">
        What each deal left you with would be listed here.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Newest deals of this machine"
      head={
        <>
          <Th>Deal</Th>
          <Th className="max-sm:hidden">State</Th>
          <Th numeric>Net</Th>
          <Th numeric className="max-sm:hidden">
            Matched
          </Th>
        </>
      }
    >
      {deals.map((deal) => (
        <Tr key={deal.dealId}>
          <DealCell dealId={deal.dealId}>
            <ModuleTitle id={deal.work.moduleId} modules={modules} />
            <span className="mt-1 block sm:hidden">
              <DealChip facts={deal} size="sm" />
            </span>
          </DealCell>
          <Td className="max-sm:hidden">
            <DealChip facts={deal} size="sm" />
          </Td>
          <Td numeric>
            {deal.providerNet === null ? (
              <span className="text-muted">not settled</span>
            ) : (
              <Amount value={deal.providerNet} signed />
            )}
          </Td>
          <Td numeric className="text-muted max-sm:hidden">
            <RelativeTime at={deal.terms.matchedAt} past />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
