'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { FoldMark } from '@/components/ui/fold-mark';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { RelativeTime } from '@/components/ui/time';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { DealEventItem } from '@/lib/deals/deals.query';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { jsonOf } from '@/lib/shared/json';
import { TransactionHash } from './transaction-hash';
import { useDealEvents } from './use-deal-events.client';

/** Everything that was signed for a deal, and its events as they are on chain. Read when looked at. */
export function RawPanel({ record }: { record: DealRecord }) {
  return (
    <div className="flex flex-col gap-6">
      <Panel title="Signed messages">
        <SignedMessages record={record} />
      </Panel>
      <Panel title="Events on chain">
        <Events record={record} />
      </Panel>
    </div>
  );
}

function SignedMessages({ record }: { record: DealRecord }) {
  const { rpcUrl } = usePublicConfig();
  const { dealId, history } = record;
  const messages = useQuery({
    queryKey: ['signed-messages', dealId, history.length],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { readSignedMessages } = await import('./signed-messages.client');
      return readSignedMessages(record, rpcUrl, signal);
    },
  });
  if (messages.isError) {
    return <Unread what="signed messages" retry={() => void messages.refetch()} />;
  }
  if (!messages.data) return <Skeleton className="h-40" />;
  return (
    <ul className="flex flex-col gap-2">
      {messages.data.map(({ name, who, value, missing }) => (
        <li key={name}>
          {value === undefined ? (
            <p className="rounded-md border border-border border-dashed px-3 py-2 text-muted">
              <span className="font-medium">{name}</span>: {missing}
            </p>
          ) : (
            <JsonDetails
              label={`${name} as JSON`}
              text={textOf(value)}
              summary={
                <>
                  <span className="font-medium">{name}</span>
                  <span className="text-muted text-xs">{who}</span>
                </>
              }
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Events({ record: { dealId, history } }: { record: DealRecord }) {
  const events = useDealEvents(dealId, history.length);
  if (events.isError) return <Unread what="events" retry={() => void events.refetch()} />;
  if (!events.data) return <Skeleton className="h-40" />;
  return (
    <ol className="flex flex-col gap-2">
      {events.data.map((event) => (
        <li key={`${event.blockNumber}-${event.logIndex}`}>
          <EventDetails event={event} />
        </li>
      ))}
    </ol>
  );
}

function EventDetails({ event }: { event: DealEventItem }) {
  return (
    <JsonDetails
      label={`${event.name} as JSON`}
      text={textOf(event.args)}
      note={<TransactionHash hash={event.transactionHash} />}
      summary={
        <>
          <span className="font-medium font-mono text-[0.8125rem]">{event.name}</span>
          <span className="tabular text-muted text-xs">
            block {event.blockNumber.toString()}, log {event.logIndex}
          </span>
          <RelativeTime at={event.at} past className="ml-auto text-muted text-xs" />
        </>
      }
    />
  );
}

interface JsonDetailsProps {
  label: string;
  text: string;
  summary: React.ReactNode;
  note?: React.ReactNode;
}

function JsonDetails({ label, text, summary, note }: JsonDetailsProps) {
  return (
    <details className="group rounded-md border border-border">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 hover:bg-raised">
        <FoldMark />
        {summary}
      </summary>
      <div className="flex flex-col gap-2 border-border border-t p-3">
        <div className="flex items-center justify-between gap-3 text-muted text-xs">
          <span>{note}</span>
          <CopyButton value={text} label={label} />
        </div>
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
          tabIndex={0}
          aria-label={label}
          className="max-h-80 overflow-auto rounded-md bg-background p-3"
        >
          <pre className="text-xs leading-5">{text}</pre>
        </section>
      </div>
    </details>
  );
}

function Unread({ what, retry }: { what: string; retry: () => void }) {
  return (
    <Notice
      tone="attention"
      title={`The ${what} could not be read`}
      action={
        <Button size="sm" variant="secondary" onClick={retry}>
          Try again
        </Button>
      }
    >
      The server or the chain’s RPC did not answer.
    </Notice>
  );
}

function textOf(value: unknown): string {
  return JSON.stringify(jsonOf(value), null, 2);
}
