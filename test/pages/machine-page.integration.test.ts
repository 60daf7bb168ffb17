import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMachinePage } from '@/app/_data/machine-page';
import { CAUSE, NO_CASE, OUTCOME, STAGE, VERDICT } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { stakesOf } from '@/lib/chain/terms';
import { type DatabaseConnection, openDatabase } from '@/lib/db/database.server';
import { migrateDatabase } from '@/lib/db/migrate-database.server';
import { saveDealRecord } from '@/lib/deals/deals.repo';
import {
  listCases,
  listDealsInReview,
  listOwedDeals,
  readMachineMoney,
} from '@/lib/deals/machine-money.query';
import { longestDeal } from '@/lib/offers/deal-windows';
import { insertResourceOffer } from '@/lib/offers/offers.repo';
import { appealLockOf, providerLockOf } from '@/lib/offers/price';
import { declinedText } from '@/lib/providers/declined-deal';
import { changeIncidents } from '@/lib/providers/machine-incidents.repo';
import { putReport } from '@/lib/providers/machines.repo';
import { readFailures } from '@/lib/providers/provider-history.query';
import { sampleReport } from '@/lib/providers/testing/sample-machine';
import { dealRecord as anyDeal } from '@/test/builders/deal-record';
import { dealTerms } from '@/test/builders/deals';
import { resourceOffer, testAddress, testHash } from '@/test/builders/offers';
import { startPostgres, type TestPostgres } from '@/test/stack/start-postgres';

const START = 1_700_000_000;
const MANY = 150;
const limits = { grace: 30, appealWindow: 300, seatWait: 120 };
const provider = testAddress(0xa1);
const agent = testAddress(0xe1);
const owner = { provider, agent };
const termsOf = (i: number, change = {}) =>
  dealTerms({ provider, matchedAt: START + i, jobNonce: BigInt(i), ...change });
const place = {
  blockNumber: 1n,
  blockHash: testHash(1),
  logIndex: 0,
  transactionHash: testHash(1),
};
const dealRecord = (change: Partial<DealRecord>) =>
  anyDeal({ ...change, history: [{ name: 'DealMatched', timestamp: START, ...place }] });
const lockOf = ({ terms }: DealRecord) => providerLockOf(stakesOf(terms), terms.resourceSolverFee);

/** The oldest two: a verdict that can be appealed, and a result whose review ends first. */
const appealable = dealRecord({
  dealId: testHash(1),
  terms: termsOf(1),
  stage: STAGE.Verdict1,
  resourceOfferHash: testHash(0xee),
  case: {
    ...NO_CASE,
    stage: STAGE.Verdict1,
    cause: CAUSE.Dispute,
    firstVerdict: VERDICT.Overturned,
    deadline: START + 9_000,
  },
});
const appealed = dealRecord({
  dealId: testHash(2),
  terms: termsOf(2, { executionWindow: 86_400 }),
  stage: STAGE.Appealed,
  resourceOfferHash: testHash(0xee),
  case: { ...NO_CASE, stage: STAGE.Appealed, cause: CAUSE.Dispute, appellant: provider },
});
const postedOf = (i: number, reviewEndsAt: number) =>
  dealRecord({
    dealId: testHash(i),
    terms: termsOf(i),
    stage: STAGE.Cleared,
    resourceOfferHash: testHash(0xee),
    post: {
      stage: STAGE.Cleared,
      seal: testHash(5),
      fuelUsed: 4_000_000_000n,
      reviewEndsAt,
      drawBlock: 12n,
      hasReceipt: true,
      secretShown: false,
    },
  });
const first = postedOf(3, START + 500);
const owed = dealRecord({
  dealId: testHash(4),
  terms: termsOf(4),
  resourceOfferHash: testHash(0xee),
});
const newer = Array.from({ length: MANY }, (_, i) => postedOf(100 + i, START + 2_000 + i));
const all = [appealable, appealed, first, owed, ...newer];

let postgres: TestPostgres;
let database: DatabaseConnection;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
  const lists = { engines: [], modules: undefined, courts: [], directories: [] };
  const offer = resourceOffer({ provider, ticketKey: agent });
  await insertResourceOffer(database.db, testHash(0xee), { offer, signature: '0x', lists });
  for (const record of all) await saveDealRecord(database.db, record);
  // Another machine's.
  await saveDealRecord(
    database.db,
    dealRecord({ dealId: testHash(9), terms: termsOf(9), resourceOfferHash: testHash(0xef) }),
  );
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

it('tells why a deal was declined, where the agent of its machine has told', async () => {
  const { db } = database;
  const declined = [testHash(0x51), testHash(0x52)] as const;
  for (const [i, dealId] of declined.entries()) {
    const settled = { stage: STAGE.Settled, outcome: OUTCOME.Declined, settledAt: START + 50 };
    const record = dealRecord({
      ...{ dealId, terms: termsOf(0x51 + i), resourceOfferHash: testHash(0xee), price: 0n },
      payout: { toBuyer: 0n, toProvider: 0n, toSolver: 0n, toSeats: 0n, burned: 0n },
      ...settled,
    });
    await saveDealRecord(db, record);
  }
  await putReport(db, { report: sampleReport(agent), signature: '0x' }, START);
  const of = { dealId: declined[0], cause: 'too-large', detail: 'it has 4 GiB, the job needs 8' };
  const problem = { kind: 'problem', subject: of.dealId, text: declinedText(of) } as const;
  const begin = [{ ...problem, from: START, until: START }];
  await changeIncidents(db, agent, { begin, end: [] }, START);
  const failures = await readFailures(db, owner, 5);
  const told = Object.fromEntries(failures.map((one) => [Number(one.dealId), one.told]));
  expect(told).toEqual({ 81: { cause: of.cause, detail: of.detail }, 82: null });
});

it('counts every live deal, however many there are', async () => {
  const money = await readMachineMoney(database.db, owner, limits);
  const locks = all.reduce((sum, record) => sum + lockOf(record), 0n);
  expect(money.locked).toBe(locks + appealLockOf(stakesOf(appealed.terms)));
  expect(money.lockedUntil).toBe(START + 2 + longestDeal(appealed.terms, limits));
  expect(money.nextPayout).toMatchObject({ dealId: first.dealId, at: START + 500 });
  const nobody = { provider: testAddress(0xa2) };
  expect(await readMachineMoney(database.db, nobody, limits)).toEqual({
    locked: 0n,
    lockedUntil: undefined,
    nextPayout: undefined,
  });
});

it('finds what asks for something by its stage', async () => {
  const ids = (records: readonly DealRecord[]) => records.map(({ dealId }) => Number(dealId));
  expect(ids(await listOwedDeals(database.db, owner))).toEqual([4]);
  expect(ids(await listCases(database.db, owner))).toEqual([1, 2]);
  expect(ids(await listDealsInReview(database.db, owner, 2))).toEqual([3, 100]);
});

it('shows the oldest appeal and the oldest owed result of a machine with many newer deals', async () => {
  const now = START + 20;
  const page = await readMachinePage(database.db, agent, '24h', { limits } as never, now);
  expect(page?.notices.map(({ kind, dealId }) => [kind, Number(dealId)])).toContainEqual([
    ...['appeal', 1],
  ]);
  const asking = page?.locks.filter(({ next }) => next?.who === 'provider') ?? [];
  expect(asking.map(({ dealId }) => dealId)).toEqual([owed.dealId, appealable.dealId]);
  expect(page?.money.nextPayout?.dealId).toBe(first.dealId);
});
