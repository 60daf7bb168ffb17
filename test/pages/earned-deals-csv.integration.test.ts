import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GET } from '@/app/api/v1/providers/[address]/deals.csv/route';
import { OUTCOME, STAGE } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { type DatabaseConnection, openDatabase } from '@/lib/db/database.server';
import { migrateDatabase } from '@/lib/db/migrate-database.server';
import { saveDealRecord } from '@/lib/deals/deals.repo';
import { insertResourceOffer } from '@/lib/offers/offers.repo';
import { readCsv } from '@/lib/shared/csv.view';
import { dealRecord } from '@/test/builders/deal-record';
import { dealTerms } from '@/test/builders/deals';
import { resourceOffer, testAddress, testHash } from '@/test/builders/offers';
import { writeTestDeployment } from '@/test/builders/test-deployment';
import { startPostgres, type TestPostgres } from '@/test/stack/start-postgres';

const START = 1_700_000_000;
/** More than one page of the table. */
const MANY = 1_003;
const provider = testAddress(0xa1);
const agent = testAddress(0xe1);
const other = testAddress(0xa2);
const offerOfAgent = testHash(0xee);

let postgres: TestPostgres;
let database: DatabaseConnection;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
  process.env.DATABASE_URL = postgres.url;
  const offer = resourceOffer({ provider, ticketKey: agent });
  const lists = { engines: [], modules: undefined, courts: [], directories: [] };
  await insertResourceOffer(database.db, offerOfAgent, { offer, signature: '0x', lists });
  for (let i = 1; i <= MANY; i += 1) {
    await saveDealRecord(database.db, dealOf(i, provider, i === 1 ? offerOfAgent : testHash(0xef)));
  }
  await saveDealRecord(database.db, dealOf(MANY + 1, other, testHash(0xef)));
}, 120_000);

afterAll(async () => {
  await database.close();
  await (globalThis as { reckonDatabase?: DatabaseConnection }).reckonDatabase?.close();
  await postgres.stop();
});

/** A deal that was missed: its provider's net is below zero, and begins with a minus. */
function dealOf(i: number, who: typeof provider, resourceOfferHash: Hex): DealRecord {
  return dealRecord({
    ...{ dealId: testHash(i), resourceOfferHash, stage: STAGE.Settled, outcome: OUTCOME.Missed },
    terms: dealTerms({ provider: who, matchedAt: START + i, jobNonce: BigInt(i) }),
    ...{ price: 0n, settledAt: START + i + 60 },
    payout: { toBuyer: 0n, toProvider: 0n, toSolver: 0n, toSeats: 0n, burned: 0n },
    history: [
      {
        ...{ name: 'DealMatched', timestamp: START + i, logIndex: 0 },
        ...{ blockNumber: BigInt(i), blockHash: testHash(i), transactionHash: testHash(i) },
      },
    ],
  });
}

async function ask(address: string, { query = '', client = '', unit = 'tUSD' } = {}) {
  // What the market's token calls itself is its author's word.
  const facts = { market: testAddress(1), block: 0, tokenSymbol: unit };
  process.env.DEPLOYMENT_FILE = writeTestDeployment(facts).file;
  const url = `http://localhost/api/v1/providers/${address}/deals.csv${query}`;
  const request = new Request(url, { headers: { 'x-forwarded-for': client || `client ${query}` } });
  return GET(request, { params: Promise.resolve({ address }) });
}

const tableOf = async (answer: Response) => readCsv(await answer.text(), 5_000).rows;

it('gives every deal of a provider, over all pages, and nobody else’s', async () => {
  const answer = await ask(provider);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain(`deals-${provider}.csv`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const [head = [], ...deals] = await tableOf(answer);
  const ids = deals.map((row) => row[head.indexOf('deal')]);
  const all = Array.from({ length: MANY }, (_, i) => testHash(MANY - i));
  expect(ids).toEqual(all);
  const net = head.indexOf('net');
  for (const row of deals) expect(row[net]).toMatch(/^-\d+\.\d+$/);
});

it('gives one machine’s deals, and an empty table where there are none', async () => {
  const [head = [], ...deals] = await tableOf(await ask(provider, { query: `?agent=${agent}` }));
  expect(deals.map((row) => row[head.indexOf('deal')])).toEqual([testHash(1)]);
  expect(await tableOf(await ask(testAddress(0xa9)))).toEqual([head]);
});

it.each(['=1+1', '+1+1', '-1+1', '@SUM(1)'])('lets no spreadsheet run %s', async (unit) => {
  const client = `formula ${unit}`;
  const text = await (await ask(provider, { query: `?agent=${agent}`, client, unit })).text();
  const line = text.split('\r\n')[1] ?? '';
  expect(line.endsWith(`,'${unit}`)).toBe(true);
  const cells = line.split(',').filter((cell) => /^[=+\-@]/.test(cell));
  // A loss is a number all the same.
  for (const cell of cells) expect(cell).toMatch(/^-\d+(\.\d+)?$/);
});

it('refuses what is no address, and what is no filter', async () => {
  for (const answer of [await ask('=cmd'), await ask(provider, { query: '?agent=1' })]) {
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('json');
  }
  const unknown = await ask(provider, { query: '?everything=1' });
  expect(unknown.status).toBe(400);
});

it('needs no account, as all of it is on chain, but counts downloads', async () => {
  const again = () => ask(testAddress(0xa9), { client: '192.0.2.77' });
  let last = await again();
  // A minute may end on the way.
  for (let times = 0; last.status === 200 && times < 25; times += 1) last = await again();
  expect(last.status).toBe(429);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await last.json()).error.code).toBe('too-many-downloads');
});
