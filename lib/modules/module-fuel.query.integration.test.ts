import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dealTerms } from '../../test/builders/deals';
import { testAddress, testHash } from '../../test/builders/offers';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';
import type { DealEvent } from '../chain/deal-event';
import { OUTCOME, packWork, STAGE } from '../chain/deal-facts';
import { foldDealEvents } from '../chain/deal-fold';
import { packTerms, stakesOf } from '../chain/terms';
import { type DatabaseConnection, openDatabase } from '../db/database.server';
import { migrateDatabase } from '../db/migrate-database.server';
import { saveDealRecord } from '../deals/deals.repo';
import { buyerLockOf, providerLockOf } from '../offers/price';
import { medianFuel } from './module-fuel.query';

const MODULE = testHash(0x11);
const ONE_RUN = 100n;

let postgres: TestPostgres;
let database: DatabaseConnection;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

/** An accepted deal of the module. */
async function saveDeal(number: number, fuelLimit: bigint, fuelUsed: bigint): Promise<void> {
  const terms = dealTerms({ jobNonce: BigInt(number), fuelLimit });
  const dealId = testHash(number);
  const place = (after: number) => ({
    blockNumber: BigInt(number * 10 + after),
    blockHash: testHash(number),
    timestamp: terms.matchedAt + after,
    logIndex: 0,
    transactionHash: testHash(number),
  });
  const nothing: Hex = testHash(0);
  const stakes = stakesOf(terms);
  const events: DealEvent[] = [
    {
      name: 'DealMatched',
      args: {
        ...{ dealId, buyer: terms.buyer, provider: terms.provider, terms: packTerms(terms) },
        ...{ jobOfferHash: testHash(0x100 + number), resourceOfferHash: testHash(0xee) },
        work: packWork({
          ...{ moduleId: MODULE, inputsId: testHash(0x12), engine: testHash(0x13) },
          ...{ cpuMilli: 1_000, memoryMiB: 256, storageMiB: 64 },
          ...{ gpuCount: 0, gpuMemoryMiB: 0, gpuModel: nothing },
        }),
        ...{ directory: testAddress(1), jobDirectories: [], resourceDirectories: [] },
      },
      place: place(0),
    },
    {
      name: 'ResultPosted',
      args: {
        dealId,
        post: {
          ...{ stage: STAGE.Posted, seal: testHash(5), fuelUsed, reviewEndsAt: 0 },
          ...{ drawBlock: 12n, hasReceipt: true, secretShown: false },
        },
      },
      place: place(1),
    },
    {
      name: 'DealSettled',
      args: {
        ...{ dealId, outcome: OUTCOME.Accepted, price: 0n, jobFree: false },
        payout: {
          toBuyer: buyerLockOf(stakes, terms.jobSolverFee),
          toProvider: providerLockOf(stakes, terms.resourceSolverFee),
          ...{ toSolver: 0n, toSeats: 0n, burned: 0n },
        },
      },
      place: place(2),
    },
  ];
  const record = foldDealEvents(events);
  if (!record) throw new Error('no events');
  await saveDealRecord(database.db, record);
}

it('is the median of what single runs took: map jobs are sums', async () => {
  expect(await medianFuel(database.db, MODULE, ONE_RUN)).toBeNull();
  await saveDeal(1, ONE_RUN, 40n);
  await saveDeal(2, 50n, 42n);
  await saveDeal(3, ONE_RUN, 50n);
  for (const number of [4, 5, 6, 7]) await saveDeal(number, 20n * ONE_RUN, 900n);
  expect(await medianFuel(database.db, MODULE, ONE_RUN)).toBe(42n);
  // A module that takes no lists has limits as its buyers like them.
  expect(await medianFuel(database.db, MODULE)).toBe(900n);
  expect(await medianFuel(database.db, testHash(0x22), ONE_RUN)).toBeNull();
});
