import type { OfferField } from '@/lib/offers/search/offer-fields';

/** A column of the table: what it shows, and the field that it is sorted by. */
export interface OfferColumn {
  readonly id: OfferField | 'fit' | 'action';
  readonly header: string;
  readonly isNumeric?: boolean;
  /** The first click sorts the better end up. */
  readonly isBestHigh?: boolean;
}

export const OFFER_COLUMNS: readonly OfferColumn[] = [
  { id: 'provider', header: 'Provider' },
  { id: 'cpu.cores', header: 'CPU', isNumeric: true, isBestHigh: true },
  { id: 'ram', header: 'RAM', isNumeric: true, isBestHigh: true },
  { id: 'gpu.model', header: 'GPU' },
  { id: 'gpu.vram', header: 'VRAM', isNumeric: true, isBestHigh: true },
  { id: 'uptime', header: 'Uptime 7 d', isBestHigh: true },
  { id: 'record.kept', header: 'Record', isBestHigh: true },
  { id: 'state', header: 'State' },
  { id: 'price', header: 'Est. total', isNumeric: true },
  { id: 'action', header: 'Choose' },
];

/** Cells from the width of a table on; below it the same cells are laid out as a card. */
export const OFFER_GRID =
  'lg:grid lg:grid-cols-[minmax(8rem,1.3fr)_2.25rem_3.75rem_minmax(5rem,1fr)_3.5rem_5.5rem_minmax(6rem,1fr)_4.25rem_7.25rem_4.75rem] lg:items-center lg:gap-x-2 lg:px-3';
