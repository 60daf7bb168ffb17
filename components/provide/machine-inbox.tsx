import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import { StateChip } from '@/components/ui/state-chip';
import { Countdown } from '@/components/ui/time';
import type { Notice } from '@/lib/mediation/notices.view';

/** What buyers and panels want of the provider: what to do, by when. Nothing where nobody waits. */
export function MachineInbox({ notices }: { notices: readonly Notice[] }) {
  if (notices.length === 0) return null;
  return (
    <Panel title="Waiting for you" description="The nearest deadline first" flush>
      <ul className="divide-y divide-border">
        {notices.map(({ id, dealId, title, text, by, href, kind }) => (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:flex-nowrap"
          >
            <div className="min-w-0 max-w-[72ch]">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {title}
                {by === null ? null : (
                  <StateChip tone={kind === 'disputed' ? 'running' : 'attention'} size="sm">
                    {kind === 'disputed' ? 'A panel decides' : 'Your move'}
                  </StateChip>
                )}
              </p>
              <p className="text-muted">{text}</p>
              {dealId === null ? null : (
                <p className="mt-1 text-muted text-xs">
                  Deal <Hash value={dealId} label="deal" copy={false} />
                </p>
              )}
            </div>
            <div className="flex shrink-0 items-center gap-3">
              {by === null ? null : (
                <span className="text-muted text-xs">
                  by <Countdown at={by} className="text-text" />
                </span>
              )}
              <Link href={href} className={buttonClass('secondary', 'sm')}>
                Open
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
