import { openDatabase } from '../../lib/db/database.server';
import { migrateDatabase } from '../../lib/db/migrate-database.server';
import { constraintsOf } from '../../lib/offers/search/fit-constraints.query';
import { groupMisfits } from '../../lib/offers/search/misfits.query';
import type { OfferField } from '../../lib/offers/search/offer-fields';
import type { OfferNeeds } from '../../lib/offers/search/offer-needs';
import { countOffers, summariseOffers } from '../../lib/offers/search/offer-summary.query';
import { parseOfferQuery } from '../../lib/offers/search/parse-offer-query';
import { type OfferCursor, searchOffers } from '../../lib/offers/search/search-offers.query';
import { randomFrom } from '../../lib/offers/search/testing/random-market';
import { testDirectory, testEngine, testHash } from '../../test/builders/offers';
import { startPostgres } from '../../test/stack/start-postgres';
import { seedOffers } from './seed-offers';

/** Times of each search, after these that are not counted. */
const RUNS = 60;
const WARM_UP = 5;
const PAGE = 50;
const FUEL = 10_000_000_000n;

/** What people ask for: nothing, one thing, several, words, a run; sorted by several columns. */
const SEARCHES: readonly {
  name: string;
  text: string;
  sort?: OfferField;
  isForRun?: boolean;
  isDeep?: boolean;
}[] = [
  { name: 'everything', text: '' },
  { name: 'everything, page 20', text: '', isDeep: true },
  { name: 'everything by uptime', text: '', sort: 'uptime' },
  { name: 'everything by record', text: '', sort: 'record.kept' },
  { name: 'gpu and price', text: 'gpu.vram >= 24 && price < 0.05' },
  { name: 'live, large and proved', text: 'state = live && ram >= 32 && record.kept >= 95' },
  {
    name: 'either or',
    text: '(gpu.count >= 4 || cpu.cores >= 32) && !(state = off) && uptime > 80',
  },
  { name: 'one provider', text: 'provider = 0x0000000000000000000000000000000000aa0123' },
  { name: 'nothing fits', text: 'ram >= 4096' },
  { name: 'a run', text: '', isForRun: true },
  { name: 'a run on a gpu', text: 'gpu.vram >= 24 && price < 0.05', isForRun: true },
];

const needs: OfferNeeds = {
  moduleId: testHash(0x11),
  engine: testEngine,
  resources: { cpuMilli: 1_000, memoryMiB: 2_048, storageMiB: 512, gpuCount: 0, gpuMemoryMiB: 0 },
  fuelLimit: 2n * FUEL,
  verification: 1,
  court: testHash(0xc1),
  leastSeatFee: 500n,
  directories: [testDirectory],
  n: 1,
  theta: 40,
  executionWindow: 60,
  reviewWindow: 60,
};

const offers = Number(process.argv[2]);
const postgres = await startPostgres();
await migrateDatabase(postgres.url);
const { db, close } = openDatabase(postgres.url, { max: 4 });
const now = Math.floor(Date.now() / 1_000);
const random = randomFrom(1);
await seedOffers(db, offers, now, () => random());

const queries: Record<string, Record<string, number>> = {};
const lists: number[] = [];
for (const { name, text, sort = 'price', isForRun = false, isDeep = false } of SEARCHES) {
  const parsed = parseOfferQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const facts = { now, fuel: FUEL, needs: isForRun ? needs : undefined };
  const constraints = constraintsOf(facts, parsed.query);
  const search = {
    ...facts,
    constraints,
    sort: { field: sort, isDescending: sort !== 'price' },
    limit: PAGE,
  };
  let after: OfferCursor | undefined;
  for (let page = 1; isDeep && page < 20; page++) {
    after = (await searchOffers(db, { ...search, after })).next ?? undefined;
  }
  const list = await timesOf(() => searchOffers(db, { ...search, after }));
  const facets = await timesOf(() => summariseOffers(db, facts, constraints));
  const counts = await timesOf(() => countOffers(db, facts, constraints, () => undefined));
  const misfits = await timesOf(() => groupMisfits(db, facts, constraints));
  lists.push(...list);
  queries[name] = {
    fitting: (await summariseOffers(db, facts, constraints)).fitting,
    listP50Ms: shareOf(list, 0.5),
    listP95Ms: shareOf(list, 0.95),
    facetsP95Ms: shareOf(facets, 0.95),
    countsP95Ms: shareOf(counts, 0.95),
    misfitsP95Ms: shareOf(misfits, 0.95),
  };
}
await close();
await postgres.stop();
process.stdout.write(
  JSON.stringify({
    offers,
    measured: `${RUNS} times each after ${WARM_UP}, one at a time, in this process's clock: query, transfer and decoding of a page of ${PAGE}`,
    listP50Ms: shareOf(lists, 0.5),
    listP95Ms: shareOf(lists, 0.95),
    queries,
  }),
);

async function timesOf(run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + RUNS; i++) {
    const start = performance.now();
    await run();
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  return times;
}

/** Nearest rank, to a tenth of a millisecond. */
function shareOf(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(10 * (sorted[Math.ceil(share * sorted.length) - 1] ?? 0)) / 10;
}
