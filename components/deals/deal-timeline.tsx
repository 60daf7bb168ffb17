import { RelativeTime } from '@/components/ui/time';
import { Timeline } from '@/components/ui/timeline';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { dealTimeline, type TimelineEntry } from '@/lib/deals/deal-timeline.view';
import { TransactionHash } from './transaction-hash';

interface DealTimelineProps {
  record: DealRecord;
  /** The token's symbol. */
  unit: string;
}

/** What happened to a deal, and what is still to come. */
export function DealTimeline({ record, unit }: DealTimelineProps) {
  const items = dealTimeline(record, unit).map((entry) => ({
    id: entry.id,
    tone: entry.tone,
    title: entry.title,
    body: <Told entry={entry} />,
    future: entry.at === undefined,
    time: entry.at === undefined ? undefined : <RelativeTime at={entry.at} past />,
  }));
  return <Timeline label="What happened" items={items} />;
}

function Told({ entry: { text, transaction } }: { entry: TimelineEntry }) {
  return (
    <>
      {text ? <p>{text}</p> : null}
      {transaction ? (
        <span className="text-xs">
          <TransactionHash hash={transaction} />
        </span>
      ) : null}
    </>
  );
}
