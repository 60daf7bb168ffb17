import type { JobNeeds } from '../offer-fit.view';

/**
 * What a run needs of an offer, as far as it is known before its buyer is and without asking the
 * chain what providers have left to put up.
 */
export type OfferNeeds = Omit<JobNeeds, 'availableOf' | 'buyer' | 'expectedFuel'>;
