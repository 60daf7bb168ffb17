import { DealChip } from '@/components/deals/deal-chip';
import type { DealModule } from '@/components/deals/deal-module';
import { DealTimeline } from '@/components/deals/deal-timeline';
import { MoneyPanel } from '@/components/deals/money-panel';
import { NextMove } from '@/components/deals/next-move';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import type { DisputeDetail } from '@/lib/disputes/disputes.query';
import type { PanelStories } from '@/lib/disputes/seat-story.view';
import { shortHash } from '@/lib/shared/hash.view';
import { caseTitles } from './case-titles';
import { ClaimAnswer } from './claim-answer';
import { OutputDiff } from './output-diff';
import { PanelsSeated } from './panel-seats';
import { ReplayPanel } from './replay-panel';
import { AsOf, OnlyNow, Replayed } from './replayed';
import { VerdictBox } from './verdict-box';

interface DisputePageProps {
  detail: DisputeDetail;
  panels: PanelStories;
  module: DealModule | undefined;
  /** The token's symbol. */
  unit: string;
  /** When the detail was read, Unix milliseconds of the server. */
  readAt: number;
}

/**
 * A deal before its panel: claim, answer, seats, verdict, money; and a replay of all of it. Drawn by the
 * server; the browser draws only what is replayed.
 */
export function DisputePage({ detail, panels, module, unit, readAt }: DisputePageProps) {
  const { record, court } = detail;
  const { dealId } = record;
  const titles = caseTitles(record.case?.cause, module?.title);
  return (
    <Replayed>
      <LiveRefresh topics={[`deal:${dealId}`]} readAt={readAt} path={`/api/v1/deals/${dealId}`} />
      <PageHeader
        crumbs={[{ label: 'Disputes', href: '/disputes' }, { label: shortHash(dealId) }]}
        title={<AsOf part="title">{titles.since}</AsOf>}
        marks={
          <>
            <AsOf part="chip">
              <DealChip facts={record} />
            </AsOf>
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
        <OnlyNow>
          <NextMove record={record} />
        </OnlyNow>
        <AsOf part="claim">
          <ClaimAnswer record={record} />
        </AsOf>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-6">
            <Panel
              title="Panel"
              aside={
                court ? (
                  <OnlyNow>
                    <span className="flex items-center gap-1.5">
                      drawn from {court.joined} of the court
                      <Hash value={court.id} label="court id" copy={false} />
                    </span>
                  </OnlyNow>
                ) : null
              }
            >
              <AsOf part="seats">
                <PanelsSeated dealId={dealId} panels={panels} facts={record.case} />
              </AsOf>
            </Panel>
            <OnlyNow>
              <Panel title="Outputs compared">
                <OutputDiff record={record} />
              </Panel>
            </OnlyNow>
            <Panel title="Money">
              <AsOf part="money">
                <MoneyPanel record={record} unit={unit} />
              </AsOf>
            </Panel>
          </div>
          <div className="flex flex-col gap-6">
            <Panel title="Verdict">
              <AsOf part="verdict">
                <VerdictBox record={record} />
              </AsOf>
            </Panel>
            <Panel title="Replay">
              <ReplayPanel dealId={dealId} count={record.history.length} titles={titles} />
            </Panel>
            <Panel title="Timeline">
              <AsOf part="timeline">
                <DealTimeline record={record} unit={unit} />
              </AsOf>
            </Panel>
          </div>
        </div>
      </div>
    </Replayed>
  );
}
