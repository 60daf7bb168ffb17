import type { NeedFigures } from '@/lib/offers/search/misfit-words.view';
import type { OfferCounts, OfferSummary } from '@/lib/offers/search/offer-summary.query';
import type { OfferLine } from '@/lib/offers/search/search-offers.query';
import type { Json } from '@/lib/shared/json';

/** Answers of the API of offers, as the page takes them. */
export type OfferRowView = Json<OfferLine>;

export type OfferPage = { readonly items: readonly OfferRowView[]; readonly next: string | null };

/** The run that offers are looked for, in figures. */
export type RunView = {
  readonly fuel: string;
  readonly isMedianFuel: boolean;
  readonly needs: NeedFigures;
};

export type OfferSummaryView = OfferSummary & {
  readonly counts: OfferCounts;
  readonly run: RunView | null;
};
