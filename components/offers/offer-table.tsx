'use client';

import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { StateChip } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { formatFuel } from '@/lib/shared/quantity.view';
import type { OfferLine } from './offer-line';
import { OFFER_STATES } from './offer-states';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});
const helper = createColumnHelper<typeof features, OfferLine>();

const columns = helper.columns([
  helper.accessor('provider', { header: 'Provider', enableSorting: false }),
  helper.accessor('state', { header: 'State', sortFn: 'basic' }),
  helper.accessor('cpu', { header: 'Hardware', sortFn: 'basic' }),
  helper.accessor('speed', { header: 'Speed', sortFn: 'basic' }),
  helper.accessor('deals', { header: 'Record', sortFn: 'basic' }),
  helper.accessor('basePrice', { header: 'Base', sortFn: 'basic' }),
  helper.accessor('fuelPrice', { header: 'Per G fuel', sortFn: 'basic' }),
]);

/** Columns that phones do without. */
const WIDE = new Set(['cpu', 'speed', 'deals']);
const NUMERIC = new Set(['speed', 'deals', 'basePrice', 'fuelPrice']);

/** Resource offers, sortable by every figure. */
export function OfferTable({ lines }: { lines: OfferLine[] }) {
  const table = useTable({
    features,
    columns,
    data: lines,
    initialState: { sorting: [{ id: 'fuelPrice', desc: false }] },
  });
  const sorting = table.state.sorting;
  return (
    <Table
      caption="Resource offers"
      head={table.getHeaderGroups()[0]?.headers.map((header) => {
        const { id } = header.column;
        const sorted = sorting.find((entry) => entry.id === id);
        return (
          <Th
            key={header.id}
            numeric={NUMERIC.has(id)}
            className={WIDE.has(id) ? 'max-md:hidden' : id === 'state' ? 'max-sm:hidden' : ''}
            aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
          >
            {header.column.getCanSort() ? (
              <button
                type="button"
                onClick={() => header.column.toggleSorting()}
                className="inline-flex items-center gap-1 hover:text-text"
              >
                <table.FlexRender header={header} />
                <SortIcon desc={sorted?.desc} />
              </button>
            ) : (
              <table.FlexRender header={header} />
            )}
          </Th>
        );
      })}
    >
      {table.getRowModel().rows.map(({ id, original }) => (
        <OfferRow key={id} line={original} />
      ))}
    </Table>
  );
}

function SortIcon({ desc }: { desc: boolean | undefined }) {
  const Icon = desc === undefined ? ChevronsUpDown : desc ? ArrowDown : ArrowUp;
  return <Icon aria-hidden className="size-3" />;
}

function OfferRow({ line }: { line: OfferLine }) {
  const { tone, word } = OFFER_STATES[line.state];
  return (
    <Tr>
      <Td>
        <Hash value={line.provider} label="provider" className="max-sm:[&>button]:hidden" />
        <span className="block text-muted text-xs md:hidden">
          <span className="sm:hidden">{word} · </span>
          {line.cpu} CPU · {line.memory} MiB
        </span>
      </Td>
      <Td className="max-sm:hidden">
        <StateChip tone={tone} size="sm">
          {word}
        </StateChip>
      </Td>
      <Td className="whitespace-nowrap text-muted max-md:hidden">
        {line.cpu} CPU · {line.memory} MiB
        {line.gpu > 0 ? ` · ${line.gpu} GPU` : ''}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatFuel(line.fuelPerSecond)}/s
      </Td>
      <Td numeric className="max-md:hidden">
        {line.deals === 0 ? (
          <span className="text-muted">new</span>
        ) : (
          <>
            {line.deals.toLocaleString('en-US')} {line.deals === 1 ? 'deal' : 'deals'}
            {line.overturned > 0 ? (
              <span className="block text-wrong text-xs">{line.overturned} overturned</span>
            ) : null}
            {line.missed > 0 ? (
              <span className="block text-attention text-xs">{line.missed} missed</span>
            ) : null}
          </>
        )}
      </Td>
      <Td numeric>
        <Amount value={line.basePrice} unit="" ledger />
      </Td>
      <Td numeric>
        <Amount value={line.fuelPrice} unit="" ledger />
      </Td>
    </Tr>
  );
}
