import type { Metadata } from 'next';
import { DealTable } from '@/components/deals/deal-table';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { Card } from '@/components/ui/card';
import { FilterLinks } from '@/components/ui/filter-links';
import { Pager } from '@/components/ui/pager';
import { SearchForm } from '@/components/ui/search-form';
import { MineLink } from '@/components/wallet/mine-link';
import { type DealFilter, listDeals } from '@/lib/deals/deals.query';
import { moduleNames } from '../../_data/deal-modules';
import { dealSearchOf } from '../../_data/deal-search';
import { load } from '../../_data/load';
import { addressOf, cursorOf, cursorText, one } from '../../_data/paging';
import { NoDealYet, NothingFound } from './_components/no-deals';
import { WaitingOffers } from './_components/waiting-offers';

export const metadata: Metadata = { title: 'Deals' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const VIEWS: Record<string, [label: string, filter: DealFilter]> = {
  all: ['All', {}],
  live: ['Open', { isLive: true }],
  accepted: ['Accepted', { outcome: 'Accepted' }],
  upheld: ['Upheld', { outcome: 'Upheld' }],
  overturned: ['Overturned', { outcome: 'Overturned' }],
  missed: ['Missed', { outcome: 'Missed' }],
  declined: ['Declined', { outcome: 'Declined' }],
  void: ['Void', { outcome: 'Void' }],
  unavailable: ['Inputs unavailable', { outcome: 'InputsUnavailable' }],
};

const PAGE = 50;

export default async function DealsPage({ searchParams }: Props) {
  const readAt = Date.now();
  const query = await searchParams;
  const asked = one(query.view) ?? 'all';
  const view = Object.hasOwn(VIEWS, asked) ? asked : 'all';
  const party = addressOf(query.party);
  const search = one(query.q)?.trim() || undefined;
  const found = dealSearchOf(search);
  const after = cursorOf(one(query.after));
  const [label, filter] = VIEWS[view] ?? (VIEWS.all as [string, DealFilter]);
  const [modules, deals] = await Promise.all([
    moduleNames(),
    // What names nothing finds nothing, and not everything.
    found === undefined
      ? ({ ok: true, data: { items: [], next: null } } as const)
      : load((db) => listDeals(db, { ...filter, party, ...found }, { limit: PAGE, after })),
  ]);
  const link = (changes: Record<string, string | undefined>) =>
    linkOf({ view, party, q: search, ...changes });
  return (
    <>
      <PageHeader
        title="Deals"
        lead="Every match of a job offer with a provider’s offer, from the chain."
      />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <FilterLinks
          label="Which deals"
          items={Object.entries(VIEWS).map(([key, [text]]) => ({
            label: text,
            href: link({ view: key }),
            active: text === label,
          }))}
        />
        <div className="flex items-center gap-2 max-sm:w-full max-sm:*:grow">
          <MineLink
            base={withParty(link({ party: undefined }))}
            without={link({ party: undefined })}
            current={party}
          />
          <SearchForm
            action="/deals"
            name="q"
            label="Find a deal by its id or a party’s address"
            placeholder="Deal or party, 0x…"
            value={search}
            kept={{ view: view === 'all' ? undefined : view, party }}
          />
        </div>
      </div>
      {party ? <WaitingOffers party={party} /> : null}
      {deals.ok ? (
        <Card>
          <DealTable
            deals={deals.data.items}
            modules={modules}
            empty={
              search !== undefined || view !== 'all' ? (
                <NothingFound isName={found === undefined} />
              ) : party ? (
                <NoDealYet />
              ) : undefined
            }
          />
          <Pager
            first={after ? link({}) : undefined}
            next={deals.data.next ? link({ after: cursorText(deals.data.next) }) : undefined}
          />
        </Card>
      ) : (
        <Unavailable reason={deals.reason} what="The deals" />
      )}
      <LiveRefresh topics={['deal']} readAt={readAt} path="/api/v1/deals?limit=20" />
    </>
  );
}

function withParty(link: string): string {
  return `${link}${link.includes('?') ? '&' : '?'}party=`;
}

function linkOf(values: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== '' && !(key === 'view' && value === 'all')) {
      query.set(key, value);
    }
  }
  const text = query.toString();
  return text === '' ? '/deals' : `/deals?${text}`;
}
