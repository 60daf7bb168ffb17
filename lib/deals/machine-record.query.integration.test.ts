import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainEvents } from '../../drizzle/schema/chain-events';
import { dealTerms } from '../../test/builders/deals';
import { resourceOffer, testAddress, testHash } from '../../test/builders/offers';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';
import type { DealEvent } from '../chain/deal-event';
import { OUTCOME, packWork } from '../chain/deal-facts';
import { foldDealEvents } from '../chain/deal-fold';
import { packTerms } from '../chain/terms';
import { type DatabaseConnection, openDatabase } from '../db/database.server';
import { migrateDatabase } from '../db/migrate-database.server';
import { insertResourceOffer } from '../offers/offers.repo';
import { saveDealRecord } from './deals.repo';
import { countAgentTransactions, listAgentTransactions } from './machine-record.query';

const provider = testAddress(0xd1);
const agent = testAddress(0xd2);
const offerHash = testHash(0xd3);

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

/** A deal of the machine that ended so, by that transaction. */
async function addSettledDeal(dealId: Hex, outcome: 2 | 3, block: bigint): Promise<void> {
  const terms = dealTerms({ provider, jobNonce: BigInt(dealId) });
  const transactionHash = testHash(0x1000 + Number(block));
  const place = (logIndex: number) => ({
    blockNumber: block,
    blockHash: testHash(1),
    timestamp: terms.matchedAt,
    logIndex,
    transactionHash,
  });
  const parties = { buyer: terms.buyer, provider: terms.provider };
  const work = packWork({
    moduleId: testHash(0x11),
    inputsId: testHash(0x12),
    engine: testHash(0x13),
    cpuMilli: 1_000,
    memoryMiB: 256,
    storageMiB: 64,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    gpuModel: testHash(0),
  });
  const payout = { toBuyer: 0n, toProvider: 0n, toSolver: 0n, toSeats: 0n, burned: 0n };
  const events: DealEvent[] = [
    {
      name: 'DealMatched',
      args: {
        dealId,
        ...parties,
        terms: packTerms(terms),
        jobOfferHash: testHash(0x100),
        resourceOfferHash: offerHash,
        work,
        directory: testAddress(1),
        jobDirectories: [testAddress(1)],
        resourceDirectories: [],
      },
      place: place(0),
    },
    {
      name: 'DealSettled',
      args: { dealId, outcome, price: 0n, payout, jobFree: true },
      place: place(1),
    },
  ];
  const record = foldDealEvents(events);
  if (!record) throw new Error('no events');
  await saveDealRecord(database.db, record);
  await addEvent(dealId, 'DealSettled', block, 1);
}

async function addEvent(dealId: Hex, name: string, block: bigint, logIndex: number) {
  await database.db.insert(chainEvents).values({
    blockNumber: block,
    logIndex,
    blockHash: testHash(1),
    blockTimestamp: 1n,
    transactionHash: testHash(0x1000 + Number(block)),
    name,
    subjectKind: 'deal',
    subjectId: dealId,
    args: {},
  });
}

it('has an agent pay for what it declined as for what it posted, not for what others settled', async () => {
  const lists = { engines: [], modules: undefined, courts: [], directories: [] };
  const offer = resourceOffer({ provider, ticketKey: agent });
  await insertResourceOffer(database.db, offerHash, { offer, signature: '0x', lists });
  await addSettledDeal(testHash(1), OUTCOME.Declined, 10n);
  await addSettledDeal(testHash(2), OUTCOME.Missed, 11n);
  // Two results in one batch.
  await addEvent(testHash(1), 'ResultPosted', 9n, 1);
  await addEvent(testHash(2), 'ResultPosted', 9n, 2);
  const owner = { provider, agent };
  expect(await listAgentTransactions(database.db, owner, 10)).toEqual([
    testHash(0x1000 + 10),
    testHash(0x1000 + 9),
  ]);
  expect(await countAgentTransactions(database.db, owner)).toBe(2);
  expect(await listAgentTransactions(database.db, owner, 1)).toEqual([testHash(0x1000 + 10)]);
  expect(await countAgentTransactions(database.db, { provider, agent: testAddress(0xd4) })).toBe(0);
});
