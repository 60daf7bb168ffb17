'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { DealChip } from '@/components/deals/deal-chip';
import type { DealModule } from '@/components/deals/deal-module';
import { DealActions, MoneyPanel } from '@/components/deals/deal-parts';
import { NextStep } from '@/components/deals/next-step';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import { Skeleton } from '@/components/ui/skeleton';
import { RelativeTime } from '@/components/ui/time';
import { Timeline } from '@/components/ui/timeline';
import { CAUSE } from '@/lib/chain/deal-facts';
import { dealTimeline } from '@/lib/deals/deal-timeline.view';
import type { DisputeDetail } from '@/lib/disputes/disputes.query';
import type { PanelStories } from '@/lib/disputes/seat-story.view';
import { sameHex } from '@/lib/shared/address';
import { shortHash } from '@/lib/shared/hash.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { ClaimAnswer } from './claim-answer';
import { PanelSeats } from './panel-seats';
import type { PastDeal } from './replay-slider';
import { VerdictBox } from './verdict-box';

/** It folds events anew, which takes the code of the chain's words with it. */
const Replay = dynamic(async () => (await import('./replay-slider')).ReplaySlider, {
  ssr: false,
  loading: () => <Skeleton className="h-16" />,
});

const OutputDiff = dynamic(async () => (await import('./output-diff')).OutputDiff, {
  ssr: false,
  loading: () => <Skeleton className="h-24" />,
});

interface DisputePageProps {
  detail: DisputeDetail;
  /** The panels of the deal as it is: telling seals apart takes hashing, which is the server's. */
  panels: PanelStories;
  module: DealModule | undefined;
  /** When the detail was read, Unix milliseconds of the server. */
  readAt: number;
}

/** A deal before its panel: claim, answer, seats, verdict, money; and a replay of all of it. */
export function DisputePage({ detail, panels, module, readAt }: DisputePageProps) {
  const { events, court } = detail;
  const wallet = useWallet();
  const [past, setPast] = useState<PastDeal>();
  const { record, panels: shown } = past ?? { record: detail.record, panels };
  const { dealId, terms } = detail.record;
  const you =
    wallet.address === undefined
      ? undefined
      : sameHex(wallet.address, terms.buyer)
        ? 'buyer'
        : sameHex(wallet.address, terms.provider)
          ? 'provider'
          : undefined;
  const disputed = detail.record.case?.cause === CAUSE.Dispute;
  const { first, second } = shown;
  const live = past === undefined;
  return (
    <>
      <LiveRefresh topics={[`deal:${dealId}`]} readAt={readAt} path={`/api/v1/deals/${dealId}`} />
      <PageHeader
        crumbs={[{ label: 'Disputes', href: '/disputes' }, { label: shortHash(dealId) }]}
        title={`${disputed ? 'Dispute over' : 'Audit of'} ${module?.title ?? 'a deal'}`}
        marks={
          <>
            <DealChip facts={record} />
            <Hash value={dealId} label="deal id" />
          </>
        }
        actions={
          <Link href={`/deals/${dealId}`} prefetch={false} className={buttonClass('secondary')}>
            The deal
          </Link>
        }
      />
      <div className="flex flex-col gap-6">
        {live ? (
          <NextStep facts={record} you={you}>
            {you ? <DealActions record={record} you={you} /> : null}
          </NextStep>
        ) : null}
        {record.case ? <ClaimAnswer record={record} /> : null}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-6">
            <Panel
              title="Panel"
              aside={
                court ? (
                  <span className="flex items-center gap-1.5">
                    drawn from {court.joined} of the court
                    <Hash value={court.id} label="court id" copy={false} />
                  </span>
                ) : null
              }
            >
              {first.length + second.length === 0 ? (
                <p className="text-muted">
                  Not seated yet: the hash of a later block draws the mediators.
                </p>
              ) : (
                <div className="flex flex-col gap-4">
                  {first.length > 0 ? <PanelSeats seats={first} /> : null}
                  {second.length > 0 ? (
                    <div className="flex flex-col gap-2">
                      <h3 className="text-sm">
                        {record.case?.reseated ? 'New panel, alone' : 'Second panel, on appeal'}
                      </h3>
                      <PanelSeats seats={second} />
                    </div>
                  ) : null}
                </div>
              )}
            </Panel>
            {live ? (
              <Panel title="Outputs compared">
                <OutputDiff record={record} />
              </Panel>
            ) : null}
            <Panel title="Where the money went">
              <MoneyPanel record={record} />
            </Panel>
          </div>
          <div className="flex flex-col gap-6">
            <Panel title="Verdict">
              <VerdictBox record={record} />
            </Panel>
            <Panel title="Replay">
              <Replay events={events} record={record} onChange={setPast} />
            </Panel>
            <Panel title="Timeline">
              <Timeline
                label="What happened"
                items={dealTimeline(record).map((entry) => ({
                  id: entry.id,
                  tone: entry.tone,
                  title: entry.title,
                  body: entry.text,
                  future: entry.at === undefined,
                  time: entry.at === undefined ? undefined : <RelativeTime at={entry.at} />,
                }))}
              />
            </Panel>
          </div>
        </div>
      </div>
    </>
  );
}
