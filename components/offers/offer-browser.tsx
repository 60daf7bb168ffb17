'use client';

import { Server } from 'lucide-react';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { Activity, useCallback, useMemo, useRef, useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FoldMark } from '@/components/ui/fold-mark';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { Applied } from '@/lib/offers/search/misfit-words.view';
import { EVERYTHING, withBound } from '@/lib/offers/search/offer-query';
import { formatCount } from '@/lib/shared/quantity.view';
import { FacetPanel, type FacetPanelProps } from './facet-panel';
import { Misfits } from './misfits';
import { ModulePicker, type PickedModule } from './module-picker';
import type { OfferAddressState } from './offer-address';
import type { OfferPage, OfferRowView, OfferSummaryView } from './offer-data';
import { OfferList } from './offer-list';
import { PriceHistogram } from './price-histogram';
import { QueryBar } from './query-bar';
import { useOfferAddress, useOfferPages, useOfferSummary } from './use-offer-search.client';

interface OfferBrowserProps {
  modules: readonly PickedModule[];
  /** What the server read for an address; undefined where it could not. */
  first:
    | {
        readonly address: OfferAddressState;
        readonly page: OfferPage;
        readonly summary: OfferSummaryView;
      }
    | undefined;
}

/** Offers with their query, facets and prices; all that is chosen is in the page's address. */
export function OfferBrowser(props: OfferBrowserProps) {
  return (
    <NuqsAdapter>
      <Browser {...props} />
    </NuqsAdapter>
  );
}

function Browser({ modules, first }: OfferBrowserProps) {
  const { tokenSymbol } = usePublicConfig();
  const { address, query, isReadable, needs, sort, ...change } = useOfferAddress();
  const { setNeed, setQuery } = change;
  // Rows stay where they are while somebody points at them.
  const isHeld = useRef(false);
  const pages = useOfferPages({ address, first, mayMove: () => !isHeld.current });
  const { data: summary } = useOfferSummary(address, first);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const offers = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const apply = useCallback(
    (applied: Applied) =>
      applied.kind === 'need' ? setNeed(applied.name, applied.value) : setQuery(applied.query),
    [setNeed, setQuery],
  );
  const atMost = useCallback(
    (price: number) => setQuery(withBound(query, 'price', '<=', price)),
    [query, setQuery],
  );
  const runHrefOf = ({ hash }: OfferRowView) => {
    if (address.module === '') return undefined;
    const need = address.need === '' ? '' : `&need=${encodeURIComponent(address.need)}`;
    return `/modules/${encodeURIComponent(address.module)}/run?offer=${hash}${need}`;
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[14rem_minmax(0,1fr)]">
      <aside
        aria-label="Filters"
        className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-20 xl:max-h-[calc(100dvh-6rem)] xl:overflow-y-auto xl:pr-1 xl:pb-4"
      >
        <Activity>
          <ModulePicker
            modules={modules}
            chosen={address.module}
            run={summary?.run}
            changes={needs}
            onModule={change.setModule}
            onNeed={change.setNeed}
          />
        </Activity>
        <Activity>
          {summary?.prices ? (
            <Card className="p-4">
              <PriceHistogram prices={summary.prices} unit={tokenSymbol} onMost={atMost} />
            </Card>
          ) : null}
          <Card className="p-4 max-xl:hidden">
            <FacetPanel
              query={query}
              summary={summary}
              isReadable={isReadable}
              onQuery={setQuery}
            />
          </Card>
          <FoldedFacets
            query={query}
            summary={summary}
            isReadable={isReadable}
            onQuery={setQuery}
          />
        </Activity>
      </aside>
      <div className="flex min-w-0 flex-col gap-4">
        <QueryBar text={address.q} onText={change.setText} />
        {isReadable ? (
          <p aria-live="polite" className="tabular -mb-1 text-muted text-xs">
            {summary
              ? `${formatCount(summary.fitting)} of ${formatCount(summary.open)} offers fit`
              : pages.error
                ? ''
                : 'Counting …'}
          </p>
        ) : null}
        {isReadable ? null : (
          <Card>
            <EmptyState
              icon={Server}
              title="No offers are looked for yet"
              action={
                <Button variant="secondary" onClick={() => change.setQuery(EVERYTHING)}>
                  Clear the query
                </Button>
              }
            >
              The query has to be mended first: what is wrong with it stands under it.
            </EmptyState>
          </Card>
        )}
        {pages.error && isReadable ? (
          <Notice tone="wrong" title="The offers could not be read">
            {pages.error.message}{' '}
            <button type="button" className="link" onClick={() => void pages.refetch()}>
              Try again
            </button>
          </Notice>
        ) : null}
        <Activity mode={isReadable && (offers.length > 0 || !pages.error) ? 'visible' : 'hidden'}>
          <Card className={pages.isPlaceholderData ? 'opacity-60' : ''}>
            {offers.length > 0 ? (
              <OfferList
                offers={offers}
                total={summary?.fitting ?? offers.length}
                sort={sort}
                onSort={change.setSort}
                runHrefOf={runHrefOf}
                hasMore={hasNextPage}
                onMore={more}
                onHold={(held) => {
                  isHeld.current = held;
                }}
              />
            ) : pages.isPending ? (
              <SkeletonRows rows={10} label="Reading the offers" />
            ) : (
              <Nothing open={summary?.open ?? 0} onEverything={change.askForAll} />
            )}
            {isFetchingNextPage ? <SkeletonRows rows={2} label="Reading more offers" /> : null}
          </Card>
        </Activity>
        <Activity mode={isReadable && !pages.error ? 'visible' : 'hidden'}>
          <Misfits address={address} query={query} needs={summary?.run?.needs} onApply={apply} />
        </Activity>
      </div>
    </div>
  );
}

/** The filters of narrow screens, drawn once they are opened. */
function FoldedFacets(props: FacetPanelProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card className="xl:hidden">
      <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="flex items-center gap-3 px-4 py-3 font-medium">
          <FoldMark />
          Filters
        </summary>
        <div className="px-4 pb-4">{isOpen ? <FacetPanel {...props} /> : null}</div>
      </details>
    </Card>
  );
}

function Nothing({ open, onEverything }: { open: number; onEverything: () => void }) {
  if (open === 0) {
    return (
      <EmptyState
        icon={Server}
        title="No offers yet"
        action={
          <Link href="/provide" className={buttonClass('secondary')}>
            Offer your machine
          </Link>
        }
      >
        Offers appear here as soon as a provider signs one and starts its agent.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Server}
      title="No offer fits"
      action={
        <Button variant="secondary" onClick={onEverything}>
          Show every offer
        </Button>
      }
    >
      {formatCount(open)} offers are open. What each of them lacks is below, with the least change
      that lets some in.
    </EmptyState>
  );
}
