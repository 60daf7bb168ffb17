/** What the address of the page Offers says; empty for a default. */
export type OfferAddressState = { module: string; need: string; q: string; sort: string };

/** The query string of the API for an address; "" for all defaults. */
export function searchParamsOf(address: Partial<OfferAddressState>): string {
  const entries = Object.entries(address).filter(([, value]) => value !== '');
  return new URLSearchParams(entries).toString();
}
