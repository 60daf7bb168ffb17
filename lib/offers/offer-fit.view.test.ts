import { expect, it } from 'vitest';
import { jobNeeds } from '../../test/builders/job-needs';
import { jobOffer, resourceOffer, testDirectory, testEngine } from '../../test/builders/offers';
import { misfitOf, type OfferChoice } from './offer-fit.view';
import { VERIFICATION } from './offer-types';

const job = jobOffer();
const needs = jobNeeds(job);

function choice(changes: Parameters<typeof resourceOffer>[0] = {}): OfferChoice {
  const lists = { engines: [testEngine], courts: [job.court], directories: [testDirectory] };
  const offer = resourceOffer(changes);
  return { hash: job.moduleId, offer, lists, state: 'live', dealsEver: 0 };
}

it('leaves out what is too cheap for a deal: three such offers would set every buyer’s price', () => {
  expect(misfitOf(choice(), needs)).toBeUndefined();
  expect(misfitOf(choice({ basePrice: 0n, fuelPrice: 0n }), needs)).toMatch('too cheap');
  expect(misfitOf(choice({ basePrice: 999n, fuelPrice: 0n }), needs)).toMatch('too cheap');
  expect(misfitOf(choice({ basePrice: 1_000n, fuelPrice: 0n }), needs)).toBeUndefined();
});

it('leaves out who has nothing to put up, once that is known', () => {
  const having = (amount: bigint) => misfitOf(choice(), { ...needs, availableOf: () => amount });
  expect(having(0n)).toMatch('too little money');
  expect(having(1_000_000n)).toBeUndefined();
});

it('fits an unprotected run to offers that name its module, whatever court they accept', () => {
  const module = { modules: [job.moduleId] };
  const none = { ...needs, verification: VERIFICATION.none, n: 0, theta: 1, leastSeatFee: 0n };
  const taking = choice({ modulesHash: job.moduleId, verifications: 1, minTheta: 2 });
  const named = { ...taking, lists: { ...taking.lists, ...module, courts: [] } };
  expect(misfitOf(named, none)).toBeUndefined();
  expect(misfitOf(choice({ verifications: 3 }), none)).toMatch('class A only');
});
