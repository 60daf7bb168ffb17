import { Scale } from 'lucide-react';
import type { Metadata } from 'next';
import type { Hex } from 'viem';
import { DisputeFigures } from '@/components/disputes/dispute-stats';
import { DisputeTable } from '@/components/disputes/dispute-table';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterLinks } from '@/components/ui/filter-links';
import { Link } from '@/components/ui/link';
import { Pager } from '@/components/ui/pager';
import { SearchForm } from '@/components/ui/search-form';
import { MineLink } from '@/components/wallet/mine-link';
import type { DealFilter } from '@/lib/deals/deals.query';
import { readDisputeStats } from '@/lib/disputes/dispute-stats.query';
import { countDisputes, type DisputeFilter, listDisputes } from '@/lib/disputes/disputes.query';
import { formatCount } from '@/lib/shared/quantity.view';
import { moduleNames } from '../../_data/deal-modules';
import { load } from '../../_data/load';
import { addressOf, cursorOf, cursorText, one } from '../../_data/paging';

export const metadata: Metadata = { title: 'Disputes' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const KINDS: Record<string, [label: string, filter: DisputeFilter]> = {
  all: ['All', {}],
  disputes: ['Disputes', { kind: 'dispute' }],
  audits: ['Audits', { kind: 'audit' }],
};

const STATES: Record<string, [label: string, filter: DealFilter]> = {
  any: ['Any state', {}],
  open: ['Open', { isLive: true }],
  upheld: ['Upheld', { outcome: 'Upheld' }],
  overturned: ['Overturned', { outcome: 'Overturned' }],
  unavailable: ['Inputs unavailable', { outcome: 'InputsUnavailable' }],
  void: ['Void', { outcome: 'Void' }],
};

const PAGE = 50;

export default async function DisputesPage({ searchParams }: Props) {
  const readAt = Date.now();
  const query = await searchParams;
  const kind = keyOf(KINDS, one(query.view), 'all');
  const state = keyOf(STATES, one(query.state), 'any');
  const search = one(query.q)?.trim();
  const who = addressOf(query.who) ?? addressOf(search);
  const court = hexOf(one(query.court), 64);
  const idPrefix = addressOf(search) ? undefined : hexOf(search);
  const after = cursorOf(one(query.after));
  // What names nothing finds nothing, and not everything.
  const isName = Boolean(search) && idPrefix === undefined && addressOf(search) === undefined;
  const filter = { ...KINDS[kind]?.[1], ...STATES[state]?.[1], who, court, idPrefix };
  const [modules, loaded] = await Promise.all([
    moduleNames(),
    load((db) =>
      Promise.all([
        isName ? { items: [], next: null } : listDisputes(db, filter, { limit: PAGE, after }),
        readDisputeStats(db),
        isName ? 0 : countDisputes(db, filter),
      ]),
    ),
  ]);
  const link = (changes: Record<string, string | undefined>) =>
    linkOf({ view: kind, state, q: search, who: one(query.who), court, ...changes });
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
      {loaded.ok ? <DisputeFigures stats={loaded.data[1]} /> : null}
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div className="flex min-w-0 flex-wrap gap-x-3 gap-y-1">
          <FilterLinks
            label="Cause"
            items={Object.entries(KINDS).map(([key, [text]]) => ({
              label: text,
              href: link({ view: key }),
              active: key === kind,
            }))}
          />
          <FilterLinks
            label="State"
            items={Object.entries(STATES).map(([key, [text]]) => ({
              label: text,
              href: link({ state: key }),
              active: key === state,
            }))}
          />
        </div>
        <div className="flex items-center gap-2 max-sm:w-full max-sm:*:grow">
          <MineLink
            base={withWho(link({ who: undefined }))}
            without={link({ who: undefined })}
            current={who}
          />
          <SearchForm
            action="/disputes"
            name="q"
            label="Find disputes by deal id, party or mediator"
            placeholder="Deal, party, mediator, 0x…"
            value={search}
            kept={{
              view: kind === 'all' ? undefined : kind,
              state: state === 'any' ? undefined : state,
              court,
              who: one(query.who),
            }}
          />
        </div>
      </div>
      {court ? (
        <p className="mb-3 text-muted">
          Only those of one court.{' '}
          <Link href={link({ court: undefined })} className="link">
            Show all courts
          </Link>
        </p>
      ) : null}
      {loaded.ok ? (
        <p className="tabular mb-2 text-muted text-xs">
          {formatCount(loaded.data[2])} {loaded.data[2] === 1 ? 'case' : 'cases'}
          {after ? ', the older ones from here on' : ', the newest first'}
        </p>
      ) : null}
      {loaded.ok ? (
        <Card>
          {loaded.data[0].items.length > 0 ? (
            <DisputeTable deals={loaded.data[0].items} modules={modules} />
          ) : (
            <EmptyState
              icon={Scale}
              title={isName ? 'Cases are not found by such words' : 'Nothing to show here'}
              action={
                <Link href="/disputes" className={buttonClass('secondary', 'sm')}>
                  Show all
                </Link>
              }
            >
              {isName
                ? 'Search by the beginning of a deal’s id, or by the address of a party or mediator: 0x and hex digits.'
                : 'No deal of this kind went before a panel yet. Audits appear when a draw hits, disputes when a buyer opens one.'}
            </EmptyState>
          )}
          <Pager
            first={after ? link({}) : undefined}
            next={
              loaded.data[0].next ? link({ after: cursorText(loaded.data[0].next) }) : undefined
            }
          />
        </Card>
      ) : (
        <Unavailable reason={loaded.reason} what="The disputes" />
      )}
      <LiveRefresh topics={['deal']} readAt={readAt} path="/api/v1/disputes?limit=20" />
    </>
  );
}

function keyOf(views: Record<string, unknown>, key: string | undefined, otherwise: string): string {
  return key !== undefined && Object.hasOwn(views, key) ? key : otherwise;
}

/** Hex with 0x in lower case, of `digits` digits where told; undefined for anything else. */
function hexOf(text: string | undefined, digits?: number): Hex | undefined {
  if (!text || !/^0x[0-9a-f]{1,64}$/i.test(text)) return undefined;
  return digits === undefined || text.length === digits + 2
    ? (text.toLowerCase() as Hex)
    : undefined;
}

function withWho(link: string): string {
  return `${link}${link.includes('?') ? '&' : '?'}who=`;
}

const DEFAULTS = new Set(['all', 'any', '']);

function linkOf(values: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && !DEFAULTS.has(value)) query.set(key, value);
  }
  const text = query.toString();
  return text === '' ? '/disputes' : `/disputes?${text}`;
}
