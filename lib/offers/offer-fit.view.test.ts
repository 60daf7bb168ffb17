import { expect, it } from 'vitest';
import {
  jobOffer,
  resourceOffer,
  testAddress,
  testDirectory,
  testEngine,
} from '../../test/builders/offers';
import { type JobNeeds, misfitOf, type OfferChoice } from './offer-fit.view';

const job = jobOffer();
const { moduleId, engine, fuelLimit, verification, court, executionWindow, reviewWindow } = job;
const needs: JobNeeds = {
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

function choice(changes: Parameters<typeof resourceOffer>[0] = {}): OfferChoice {
  const lists = { engines: [testEngine], courts: [court], directories: [testDirectory] };
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
