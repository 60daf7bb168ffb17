import type { OfferCursor } from '@/lib/offers/search/list-parts.query';

/** The `next` of a page of offers: JSON in base64url, since figures are of any kind. */
export function offerCursorText(cursor: OfferCursor | null): string | null {
  return cursor && Buffer.from(JSON.stringify(cursor)).toString('base64url');
}
