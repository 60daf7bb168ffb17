import { CopyButton } from '@/components/ui/copy-button';
import { Hash } from '@/components/ui/hash';
import { RelativeTime } from '@/components/ui/time';
import type { DealEventItem } from '@/lib/deals/deals.query';

/** The deal's events as they are on chain. */
export function RawPanel({ events }: { events: readonly DealEventItem[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {events.map((event) => {
        const text = textOf(event.args);
        return (
          <li key={`${event.blockNumber}-${event.logIndex}`}>
            <details className="group rounded-md border border-border">
              <summary className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 hover:bg-raised">
                <span className="font-medium font-mono text-[0.8125rem]">{event.name}</span>
                <span className="tabular text-muted text-xs">
                  block {event.blockNumber.toString()}, log {event.logIndex}
                </span>
                <RelativeTime at={event.at} className="ml-auto text-muted text-xs" />
              </summary>
              <div className="flex flex-col gap-2 border-border border-t p-3">
                <div className="flex items-center justify-between gap-3 text-muted text-xs">
                  <span>
                    Transaction <Hash value={event.transactionHash} label="transaction" />
                  </span>
                  <CopyButton value={text} label={`${event.name} as JSON`} />
                </div>
                <section
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
                  tabIndex={0}
                  aria-label={`Arguments of ${event.name}`}
                  className="max-h-80 overflow-auto rounded-md bg-background p-3"
                >
                  <pre className="text-xs leading-5">{text}</pre>
                </section>
              </div>
            </details>
          </li>
        );
      })}
    </ol>
  );
}

function textOf(args: Record<string, unknown>): string {
  return JSON.stringify(
    args,
    (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    2,
  );
}
