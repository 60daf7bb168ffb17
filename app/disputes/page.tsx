import { Scale } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { DisputeTable } from '@/components/disputes/dispute-table';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterLinks } from '@/components/ui/filter-links';
import { Pager } from '@/components/ui/pager';
import { type DisputeFilter, listDisputes } from '@/lib/disputes/disputes.query';
import { moduleNames } from '../_data/deal-modules';
import { load } from '../_data/load';
import { cursorOf, cursorText, one } from '../_data/paging';

export const metadata: Metadata = { title: 'Disputes' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const VIEWS: Record<string, [label: string, filter: DisputeFilter]> = {
  all: ['All', {}],
  disputes: ['Disputes', { kind: 'dispute' }],
  audits: ['Audits', { kind: 'audit' }],
  open: ['Open', { isLive: true }],
  overturned: ['Overturned', { outcome: 'Overturned' }],
};

const PAGE = 50;

export default async function DisputesPage({ searchParams }: Props) {
  const readAt = Date.now();
  const query = await searchParams;
  const view = one(query.view) ?? 'all';
  const after = cursorOf(one(query.after));
  const [label, filter] = VIEWS[view] ?? (VIEWS.all as [string, DisputeFilter]);
  const [modules, disputes] = await Promise.all([
    moduleNames(),
    load((db) => listDisputes(db, filter, { limit: PAGE, after })),
  ]);
  const base = view === 'all' ? '/disputes' : `/disputes?view=${view}`;
  const more = view === 'all' ? '/disputes?after=' : `${base}&after=`;
  return (
    <>
      <PageHeader
        title="Disputes and audits"
        lead="Deals whose job mediators ran again: because a draw hit, or because the buyer disputed."
        actions={
          <Link href="/courts" className={buttonClass('secondary')}>
            Courts and mediators
          </Link>
        }
      />
      <div className="mb-3">
        <FilterLinks
          label="Which disputes"
          items={Object.entries(VIEWS).map(([key, [text]]) => ({
            label: text,
            href: key === 'all' ? '/disputes' : `/disputes?view=${key}`,
            active: text === label,
          }))}
        />
      </div>
      {disputes.ok ? (
        <Card>
          {disputes.data.items.length > 0 ? (
            <DisputeTable deals={disputes.data.items} modules={modules} />
          ) : (
            <EmptyState icon={Scale} title="Nothing to show here">
              No deal of this kind went before a panel yet. Audits appear when a draw hits, disputes
              when a buyer opens one.
            </EmptyState>
          )}
          <Pager
            first={after ? base : undefined}
            next={disputes.data.next ? `${more}${cursorText(disputes.data.next)}` : undefined}
          />
        </Card>
      ) : (
        <Unavailable reason={disputes.reason} what="The disputes" />
      )}
      <LiveRefresh topics={['deal']} readAt={readAt} path="/api/v1/disputes?limit=20" />
    </>
  );
}
