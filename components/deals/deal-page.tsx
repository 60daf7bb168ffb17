import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import type { TabItem } from '@/components/ui/tabs';
import type { DealDetail } from '@/lib/deals/deals.query';
import { shortHash } from '@/lib/shared/hash.view';
import { DealCheckHost } from './deal-check.client';
import { DealChip } from './deal-chip';
import type { DealModule } from './deal-module';
import { DealOverview } from './deal-overview';
import {
  CheckPanel,
  DrawPanel,
  LogsPanel,
  MoneyPanel,
  RawPanel,
  ReceiptSection,
  ResultPanel,
  SealFacts,
} from './deal-parts';
import { DealTabs } from './deal-tabs';
import { DealTimeline } from './deal-timeline';
import { NextMove } from './next-move';
import { RunAgain } from './run-again';

interface DealPageProps {
  detail: DealDetail;
  module: DealModule | undefined;
  /** The token's symbol. */
  unit: string;
  /** When the detail was read, Unix milliseconds of the server. */
  readAt: number;
}

/** One deal, live. */
export function DealPage({ detail, module, unit, readAt }: DealPageProps) {
  const { record } = detail;
  const { terms, dealId } = record;
  return (
    <DealCheckHost key={dealId}>
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
            {module ? <RunAgain dealId={dealId} terms={terms} moduleId={module.id} /> : null}
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
        <NextMove record={record} />
        <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
          <Panel title="Timeline" className="max-lg:order-2">
            <DealTimeline record={record} unit={unit} />
          </Panel>
          <div className="min-w-0">
            <DealTabs
              terms={terms}
              hasResult={record.post !== undefined}
              items={partsOf(detail, module, unit)}
            />
          </div>
        </div>
      </div>
    </DealCheckHost>
  );
}

function partsOf(
  { record, attempts }: DealDetail,
  module: DealModule | undefined,
  unit: string,
): TabItem[] {
  return [
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
          <MoneyPanel record={record} unit={unit} />
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
              <SealFacts record={record} module={module} />
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
      content: <RawPanel record={record} />,
    },
  ];
}
