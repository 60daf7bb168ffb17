import { expect, it } from 'vitest';
import {
  courtTerms,
  jobOffer,
  resourceOffer,
  testAddress,
  testDirectory,
  testEngine,
  testHash,
} from '../../test/builders/offers';
import type { OfferChoice } from './offer-fit.view';
import { courtChoicesOf, directoryChoicesOf, providersOf } from './trust-choices';

const members = [1, 2, 3, 4].map(testAddress);
const court = (index: number, serving: number, engine = testEngine) => ({
  id: testHash(index),
  members,
  engines: [{ engine, class_: 1 }],
  directories: [testDirectory],
  terms: courtTerms(),
  memberships: members.map((address, at) => ({
    address,
    joinedAt: at < serving ? 1 : null,
    leftAt: null,
  })),
});
const offerOf = (provider: number, courts: number[], directory = testDirectory): OfferChoice => ({
  hash: testHash(provider),
  offer: resourceOffer({ provider: testAddress(provider) }),
  lists: { engines: [], courts: courts.map(testHash), directories: [directory] },
  state: 'live',
  dealsEver: 0,
});
const offers = [offerOf(1, [7]), offerOf(1, [7, 8]), offerOf(2, [8], testAddress(0xd9))];
const job = {
  ...jobOffer(),
  engine: testEngine,
  verification: 1 as const,
  resources: jobOffer(),
  directories: [testDirectory],
};
const seat = { matched: 2, outvoted: 1, saidUnavailable: 0, absent: 1 };
const mediators = [
  { address: testAddress(1), seats: 4, ...seat },
  { address: testAddress(9), seats: 9, ...seat },
];

it('orders courts by whether they can judge and by who accepts them, with their members’ record', () => {
  const choices = courtChoicesOf(
    [court(9, 3), court(8, 4), court(7, 4, testHash(1))],
    mediators,
    offers,
    job,
  );
  expect(choices.map(({ court: { id }, providers }) => [Number(id), providers])).toEqual([
    [8, 2],
    [7, 1],
    [9, 0],
  ]);
  expect(choices[0]).toMatchObject({
    serving: 4,
    problem: undefined,
    record: { seats: 4, ...seat },
  });
  expect(choices.slice(1).map(({ problem }) => problem)).toEqual([
    'does not judge this engine',
    '3 of its members serve, 4 must',
  ]);
  const elsewhere = { ...job, directories: [testAddress(0xd9)] };
  expect(courtChoicesOf([court(8, 4)], [], offers, elsewhere)[0]?.problem).toMatch('directories');
  const long = { ...job, fuelLimit: courtTerms().maxFuel + 1n };
  expect(courtChoicesOf([court(8, 4)], [], offers, long)[0]?.problem).toMatch('length');
});

it('names every directory once, with who uses it and whether the court reads it', () => {
  expect(directoryChoicesOf([testDirectory], court(8, 4), offers)).toEqual([
    { address: testDirectory, providers: 1, isRead: true },
    { address: testAddress(0xd9), providers: 1, isRead: false },
  ]);
  expect(providersOf(offers)).toBe(2);
});
