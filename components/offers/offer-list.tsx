'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/input';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { isNumberField, isTextField, titleOf } from '@/lib/offers/search/offer-fields';
import type { OfferSort } from '@/lib/offers/search/offer-sort';
import { cn } from '@/lib/shared/class-names';
import { OFFER_COLUMNS, OFFER_GRID, type OfferColumn } from './offer-columns';
import type { OfferRowView } from './offer-data';
import { OfferCells } from './offer-row';

interface OfferListProps {
  offers: readonly OfferRowView[];
  /** Of all pages. */
  total: number;
  sort: OfferSort;
  onSort: (sort: OfferSort) => void;
  runHrefOf: (offer: OfferRowView) => string | undefined;
  hasMore: boolean;
  onMore: () => void;
  /** Told when the pointer or the focus comes to the rows and leaves them. */
  onHold: (isHeld: boolean) => void;
}

/** A row's height on wide screens; cards are measured. */
const ROW = 60;
const OVERSCAN = 6;
/** What the server draws: the first screen of most, so that a phone gets few cards to wake up. */
const FIRST_SCREEN = { width: 1_280, height: 8 * ROW };

/** Any number of offers: only those near the screen are drawn. The page itself scrolls. */
export function OfferList(props: OfferListProps) {
  const { offers, total, sort, onSort, runHrefOf, hasMore, onMore, onHold } = props;
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0;
    setMargin(top + window.scrollY);
  }, []);
  const rows = useWindowVirtualizer({
    count: offers.length,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
    scrollMargin: margin,
    initialRect: FIRST_SCREEN,
    // Measuring cards may wait for the next frame: drawing all of them at once holds up the first click.
    useFlushSync: false,
    getItemKey: (index) => offers[index]?.hash ?? index,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= offers.length - OVERSCAN) onMore();
  }, [hasMore, last, offers.length, onMore]);
  return (
    <>
      <SortBy sort={sort} onSort={onSort} />
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot draw rows by position */}
      <div role="table" aria-label="Resource offers" aria-rowcount={total + 1}>
        <OfferHead sort={sort} onSort={onSort} />
        {/* biome-ignore lint/a11y/useSemanticElements: as the table */}
        <div
          role="rowgroup"
          ref={body}
          className="relative"
          style={{ height: rows.getTotalSize() }}
          onPointerEnter={() => onHold(true)}
          onPointerLeave={() => onHold(false)}
          onFocus={() => onHold(true)}
          onBlur={() => onHold(false)}
        >
          {shown.map(({ key, index, start }) => {
            const offer = offers[index];
            return offer ? (
              // biome-ignore lint/a11y/useSemanticElements: as the table
              // biome-ignore lint/a11y/useFocusableInteractive: what is in a row takes the focus
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                data-index={index}
                ref={rows.measureElement}
                style={{ transform: `translateY(${start - margin}px)` }}
                className={cn(
                  'absolute inset-x-0 top-0 border-border border-b transition-colors duration-150 hover:bg-raised/60',
                  'grid grid-cols-3 gap-x-4 gap-y-3 p-4 sm:grid-cols-4 lg:min-h-15 lg:gap-y-0 lg:py-2',
                  OFFER_GRID,
                )}
              >
                <OfferCells offer={offer} runHref={runHrefOf(offer)} />
              </div>
            ) : null;
          })}
        </div>
      </div>
    </>
  );
}

/** The columns' sorts where there are cards and no columns. */
function SortBy({ sort, onSort }: Pick<OfferListProps, 'sort' | 'onSort'>) {
  const { field, isDescending } = sort;
  const listed = SORTS.some((column) => column.field === field);
  return (
    <div className="flex items-center gap-2 border-border border-b px-4 py-2 lg:hidden">
      <label htmlFor="sort-offers" className="shrink-0 text-muted text-xs">
        Sort by
      </label>
      <Select
        id="sort-offers"
        value={field}
        onChange={(event) => {
          const chosen = SORTS.find((column) => column.field === event.target.value);
          if (chosen) onSort({ field: chosen.field, isDescending: chosen.isBestHigh });
        }}
      >
        {listed ? null : <option value={field}>{titleOf(field)}</option>}
        {SORTS.map((column) => (
          <option key={column.field} value={column.field}>
            {column.header}
          </option>
        ))}
      </Select>
      <Button
        variant="secondary"
        onClick={() => onSort({ field, isDescending: !isDescending })}
        className="shrink-0"
      >
        {isDescending ? (
          <ArrowDown aria-hidden className="size-4" />
        ) : (
          <ArrowUp aria-hidden className="size-4" />
        )}
        {isTextField(field)
          ? isDescending
            ? 'Z to A'
            : 'A to Z'
          : isDescending
            ? 'Highest first'
            : 'Lowest first'}
      </Button>
    </div>
  );
}

const SORTS = OFFER_COLUMNS.flatMap(({ id, header, isBestHigh = false }) =>
  isNumberField(id) || isTextField(id) ? [{ field: id, header, isBestHigh }] : [],
);

function OfferHead({ sort, onSort }: Pick<OfferListProps, 'sort' | 'onSort'>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
    <div
      role="row"
      aria-rowindex={1}
      className={cn('h-9 border-border border-b max-lg:hidden', OFFER_GRID)}
    >
      {OFFER_COLUMNS.map((column) => (
        <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}

interface HeadCellProps {
  column: OfferColumn;
  sort: OfferSort;
  onSort: (sort: OfferSort) => void;
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const { tokenSymbol } = usePublicConfig();
  const { id, header, isNumeric, isBestHigh = false } = column;
  const field = isNumberField(id) || isTextField(id) ? id : undefined;
  const isSorted = field === sort.field;
  const Icon = isSorted ? (sort.isDescending ? ArrowDown : ArrowUp) : ChevronsUpDown;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the table
    // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
    <div
      role="columnheader"
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
      className={cn('min-w-0 font-medium text-muted text-xs', isNumeric && 'text-right')}
    >
      {field ? (
        <button
          type="button"
          onClick={() =>
            onSort({ field, isDescending: isSorted ? !sort.isDescending : isBestHigh })
          }
          className={cn(
            'inline-flex max-w-full items-center gap-0.5 whitespace-nowrap hover:text-text',
            isSorted && 'text-text',
          )}
        >
          {header}
          {id === 'price' ? `, ${tokenSymbol}` : ''}
          <Icon aria-hidden className="size-3 shrink-0" />
        </button>
      ) : (
        <span className="sr-only">{header}</span>
      )}
    </div>
  );
}
