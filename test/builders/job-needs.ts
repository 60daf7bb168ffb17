import type { JobNeeds } from '../../lib/offers/offer-fit.view';
import type { JobOffer } from '../../lib/offers/offer-types';
import { testAddress, testDirectory } from './offers';

/** What a job needs of an offer: n = 1, theta = 40, a court's least seat fee of 500, nobody's money known. */
export function jobNeeds(job: JobOffer): JobNeeds {
  const { moduleId, engine, fuelLimit, verification, court, executionWindow, reviewWindow } = job;
  return {
    moduleId,
    engine,
    resources: job,
    fuelLimit,
    expectedFuel: fuelLimit,
    verification,
    court,
    leastSeatFee: 500n,
    availableOf: () => undefined,
    directories: [testDirectory],
    buyer: testAddress(0xb9),
    n: 1,
    theta: 40,
    executionWindow,
    reviewWindow,
  };
}
