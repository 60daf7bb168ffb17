const OFFERS = 'offers';

/** What the check of an offer that is off the market is called in a report, by its place. */
export function offerCheckId(index: number): string {
  return index === 0 ? OFFERS : `${OFFERS}-${index + 1}`;
}

/** Whether a report's check with this name tells of offers. */
export function isOfferCheck(id: string): boolean {
  return id === OFFERS || id.startsWith(`${OFFERS}-`);
}
