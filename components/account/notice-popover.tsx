'use client';

import { Bell } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Countdown } from '@/components/ui/time';
import { cn } from '@/lib/shared/class-names';
import { shortHash } from '@/lib/shared/hash.view';
import { type NoticeItem, useNotices, useReadNotices } from './use-notices.client';

/** What waits for the connected account: a count, and a list behind it. */
export default function NoticePopover() {
  const notices = useNotices();
  const { isRead, markRead } = useReadNotices();
  const [open, setOpen] = useState(false);
  const unread = notices.filter(({ id }) => !isRead(id)).length;
  const change = (next: boolean) => {
    setOpen(next);
    // What was on the screen has been seen.
    if (!next) markRead(notices.map(({ id }) => id));
  };
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger
        aria-label={unread === 0 ? 'Notifications' : `Notifications, ${unread} new`}
        title="Notifications"
        className={buttonClass('ghost', 'icon', 'relative text-muted hover:text-text')}
      >
        <Bell aria-hidden className="size-4" />
        {unread > 0 ? (
          <span
            aria-hidden
            className="tabular absolute top-0.5 right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-attention px-1 text-xs text-background leading-none"
          >
            {unread > 99 ? '99+' : unread}
          </span>
        ) : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label="Notifications"
          className="z-40 flex max-h-[70dvh] w-[min(24rem,calc(100vw-1.5rem))] animate-in-soft flex-col overflow-hidden rounded-md border border-border bg-surface shadow-float"
        >
          <p className="border-border border-b px-4 py-2.5 font-medium">Waiting for you</p>
          {notices.length === 0 ? (
            <p className="px-4 py-6 text-center text-muted">
              Nothing waits for you. Results to review, seats, disputes and deadlines appear here.
            </p>
          ) : (
            <ul className="divide-y divide-border overflow-y-auto">
              {notices.map((notice) => (
                <NoticeLine
                  key={notice.id}
                  notice={notice}
                  isNew={!isRead(notice.id)}
                  onFollow={() => change(false)}
                />
              ))}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface NoticeLineProps {
  notice: NoticeItem;
  isNew: boolean;
  onFollow: () => void;
}

function NoticeLine({ notice, isNew, onFollow }: NoticeLineProps) {
  const { title, text, by, dealId, href } = notice;
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        onClick={onFollow}
        className={cn('block px-4 py-3 hover:bg-raised', isNew && 'bg-attention-soft')}
      >
        <span className="flex items-baseline justify-between gap-3">
          <span className="font-medium">
            {title}
            {isNew ? <span className="ml-1.5 text-attention text-xs">new</span> : null}
          </span>
          {by === null ? null : <Countdown at={by} className="text-muted text-xs" />}
        </span>
        <span className="mt-0.5 block text-muted text-xs">{text}</span>
        {dealId ? (
          <span className="mt-0.5 block font-mono text-muted text-xs">{shortHash(dealId)}</span>
        ) : null}
      </Link>
    </li>
  );
}
