import type { TermField } from '@/lib/offers/resource-terms';

/** What each term is called where it is typed. */
export const TERM_WORDS: Readonly<Record<TermField, string>> = {
  operator: 'Machine',
  cpu: 'Processor',
  memory: 'Memory',
  storage: 'Outputs',
  concurrent: 'Deals at once',
  speed: 'Speed',
  basePrice: 'Price of a run',
  fuelPrice: 'Price of 1 G fuel',
  window: 'Shortest run',
  review: 'Longest review',
  maxValue: 'Largest deal',
  theta: 'Highest penalty rate',
  panel: 'Most seats of a panel',
  days: 'Offer ends in',
  deposit: 'Available in the market',
};
