'use client';

import { useSearchParams } from 'next/navigation';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import { Tabs } from '@/components/ui/tabs';
import { RelativeTime } from '@/components/ui/time';
import { Timeline } from '@/components/ui/timeline';
import { dealTimeline } from '@/lib/deals/deal-timeline.view';
import type { DealDetail } from '@/lib/deals/deals.query';
import { sameHex } from '@/lib/shared/address';
import { shortHash } from '@/lib/shared/hash.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { DealChip } from './deal-chip';
import type { DealModule } from './deal-module';
import { DealOverview } from './deal-overview';
import {
  CheckPanel,
  DealActions,
  DrawPanel,
  LogsPanel,
  MoneyPanel,
  RawPanel,
  ReceiptSection,
  ResultPanel,
  SealFacts,
} from './deal-parts';
import { NextStep } from './next-step';

interface DealPageProps {
  detail: DealDetail;
  module: DealModule | undefined;
  /** When the detail was read, Unix milliseconds of the server. */
  readAt: number;
}

const PARTS = ['overview', 'result', 'logs', 'money', 'verification', 'raw'];

/** The part that is looked at is in the address, to be shared and come back to. */
function showPart(part: string): void {
  window.history.replaceState(null, '', `?part=${part}`);
}

/** One deal, live. */
export function DealPage({ detail, module, readAt }: DealPageProps) {
  const { record, events, attempts } = detail;
  const wallet = useWallet();
  const chosen = useSearchParams().get('part');
  const { terms, dealId } = record;
  const you =
    wallet.address === undefined
      ? undefined
      : sameHex(wallet.address, terms.buyer)
        ? 'buyer'
        : sameHex(wallet.address, terms.provider)
          ? 'provider'
          : undefined;
  // A buyer comes for the result; whoever chose another part stays there.
  const usual = you === 'buyer' && record.post ? 'result' : 'overview';
  const tab = chosen !== null && PARTS.includes(chosen) ? chosen : usual;
  return (
    <>
      <LiveRefresh topics={[`deal:${dealId}`]} readAt={readAt} path={`/api/v1/deals/${dealId}`} />
      <PageHeader
        crumbs={[{ label: 'Deals', href: '/deals' }, { label: shortHash(dealId) }]}
        title={module?.title ?? 'Deal'}
        marks={
          <>
            <DealChip facts={record} />
            <Hash value={dealId} label="deal id" />
          </>
        }
        actions={
          <>
            {you === 'buyer' && module ? (
              <Link
                href={`/modules/${module.id}/run?like=${dealId}`}
                prefetch={false}
                className={buttonClass('secondary')}
              >
                Run again
              </Link>
            ) : null}
            {record.case ? (
              <Link
                href={`/disputes/${dealId}`}
                prefetch={false}
                className={buttonClass('secondary')}
              >
                Panel and verdict
              </Link>
            ) : null}
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <NextStep facts={record} you={you}>
          {you ? <DealActions record={record} you={you} /> : null}
        </NextStep>
        <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
          <Panel title="Timeline" className="max-lg:order-2">
            <Timeline label="What happened" items={timelineItems(record)} />
          </Panel>
          <div className="min-w-0">
            <Tabs
              label="Parts of the deal"
              value={tab}
              onValueChange={showPart}
              items={[
                {
                  value: 'overview',
                  label: 'Overview',
                  content: (
                    <Panel title="Terms">
                      <DealOverview record={record} module={module} attempts={attempts} />
                    </Panel>
                  ),
                },
                {
                  value: 'result',
                  label: 'Result',
                  content: (
                    <Panel title="Result">
                      <ResultPanel record={record} module={module} />
                    </Panel>
                  ),
                },
                {
                  value: 'logs',
                  label: 'Logs',
                  content: (
                    <Panel title="What the program said">
                      <LogsPanel record={record} />
                    </Panel>
                  ),
                },
                {
                  value: 'money',
                  label: 'Money',
                  content: (
                    <Panel title="Money">
                      <MoneyPanel record={record} />
                    </Panel>
                  ),
                },
                {
                  value: 'verification',
                  label: 'Verification',
                  content: (
                    <div className="flex flex-col gap-6">
                      <Panel title="Check it yourself">
                        <CheckPanel record={record} />
                      </Panel>
                      <Panel title="Receipt">
                        <ReceiptSection record={record} />
                      </Panel>
                      <div className="grid gap-6 xl:grid-cols-2">
                        <Panel title="Seal">
                          <SealFacts record={record} />
                        </Panel>
                        <Panel title="Draw">
                          <DrawPanel record={record} />
                        </Panel>
                      </div>
                    </div>
                  ),
                },
                {
                  value: 'raw',
                  label: 'Raw',
                  note: `${events.length}`,
                  content: (
                    <Panel title="Events on chain">
                      <RawPanel events={events} />
                    </Panel>
                  ),
                },
              ]}
            />
          </div>
        </div>
      </div>
    </>
  );
}

function timelineItems(record: DealDetail['record']) {
  return dealTimeline(record).map((entry) => ({
    id: entry.id,
    tone: entry.tone,
    title: entry.title,
    body: entry.text,
    future: entry.at === undefined,
    time: entry.at === undefined ? undefined : <RelativeTime at={entry.at} />,
  }));
}
