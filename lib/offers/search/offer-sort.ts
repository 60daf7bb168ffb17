import { isNumberField, isTextField, type OfferField } from './offer-fields';

export type OfferSort = { readonly field: OfferField; readonly isDescending: boolean };

const CHEAPEST_FIRST: OfferSort = { field: 'price', isDescending: false };

/** Reads "price" or "-uptime" of an address; anything else is cheapest first. */
export function readSort(text: string | undefined): OfferSort {
  const isDescending = text?.startsWith('-') ?? false;
  const field = text?.slice(isDescending ? 1 : 0) ?? '';
  return isNumberField(field) || isTextField(field) ? { field, isDescending } : CHEAPEST_FIRST;
}

/** Its form in an address; undefined for cheapest first. */
export function sortText({ field, isDescending }: OfferSort): string | undefined {
  const text = `${isDescending ? '-' : ''}${field}`;
  return text === CHEAPEST_FIRST.field ? undefined : text;
}
