import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import type { Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancellations } from '../../../drizzle/schema/cancellations';
import { deals } from '../../../drizzle/schema/deals';
import { machines } from '../../../drizzle/schema/machines';
import { providerRecords } from '../../../drizzle/schema/offer-facets';
import { resourceOffers } from '../../../drizzle/schema/resource-offers';
import { testAddress, testDirectory, testEngine, testHash } from '../../../test/builders/offers';
import { startPostgres, type TestPostgres } from '../../../test/stack/start-postgres';
import { type DatabaseConnection, openDatabase } from '../../db/database.server';
import { migrateDatabase } from '../../db/migrate-database.server';
import { gpuModelIdOf } from '../../providers/device-classes';
import type { MachineReport } from '../../providers/machine-report';
import { misfitOf } from '../offer-fit.view';
import { listResourceOffers, type ResourceOfferItem } from '../resource-offers.query';
import { type ConstraintKey, conditionPlace } from './constraint';
import { constraintsOf } from './fit-constraints.query';
import { groupMisfits } from './misfits.query';
import { NUMBER_FIELDS, type OfferField, RANGE_FIELDS, TEXT_FIELDS } from './offer-fields';
import type { OfferNeeds } from './offer-needs';
import { conjunctsOf, EVERYTHING, type OfferQuery, withConjunct } from './offer-query';
import type { OfferSort } from './offer-sort';
import { countOffers, summariseOffers } from './offer-summary.query';
import { timeOfPage } from './page-time';
import { parseOfferQuery } from './parse-offer-query';
import { type OfferLine, type OfferSearch, searchOffers } from './search-offers.query';
import { anyQuery } from './testing/any-query';
import { fillFacets } from './testing/fill-facets';
import { holds } from './testing/holds';
import {
  makeMarket,
  NOW,
  randomFrom,
  TEST_AGENT,
  TEST_GPU,
  testContainers,
} from './testing/random-market';

const FUEL = 3_000_000_001n;
const engines = { wasm: [testEngine], oci: [testContainers] };
const facts = { now: NOW, fuel: FUEL, engines };
const byPrice: OfferSort = { field: 'price', isDescending: false };

let postgres: TestPostgres;
let database: DatabaseConnection;
/** Every open offer as the list shows it, and as the other lists show it. */
let lines: OfferLine[];
let items: ResourceOfferItem[];
/** Hashes in the order of posting. */
let posted: Hex[];

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 4 });
  posted = await makeMarket(database.db, 180, randomFrom(7));
  const hardware = { gpus: [{ model: 'another' }, { model: TEST_GPU }] };
  await database.db.insert(machines).values({
    agent: TEST_AGENT.toLowerCase() as Hex,
    report: { hardware } as MachineReport,
    reportSignature: '0x',
    ...{ reportedAt: 1n, firstHeardAt: 1n, heardAt: 1n },
  });
  lines = await search(EVERYTHING);
  items = (await listResourceOffers(database.db, {}, NOW, { limit: 1_000 })).items;
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

async function search(query: OfferQuery, needs?: OfferNeeds, lacking?: ConstraintKey) {
  const constraints = constraintsOf({ ...facts, needs }, query);
  const page = { ...facts, needs, constraints, lacking, sort: byPrice, limit: 1_000 };
  return (await searchOffers(database.db, page)).items;
}

const hashesOf = (list: readonly { hash: string }[]) => list.map(({ hash }) => hash).sort();

function written(text: string): OfferQuery {
  const parsed = parseOfferQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.query;
}

/** The figures that a row shows, worked out from the row. */
function figureOf(line: OfferLine, field: OfferField, fuel = FUEL): number | string | null {
  const { record } = line;
  const fuelShare = Number(fuel) / 1e9;
  const figures: Record<OfferField, number | string | null> = {
    'cpu.cores': line.cpuMilli / 1000,
    ram: line.memoryMiB / 1024,
    storage: line.storageMiB / 1024,
    'gpu.count': line.gpuCount,
    'gpu.vram': line.gpuMemoryMiB / 1024,
    price: (Number(line.basePrice) + fuelShare * Number(line.fuelPrice)) / 1e6,
    'price.base': Number(line.basePrice) / 1e6,
    'price.fuel': Number(line.fuelPrice) / 1e6,
    speed: Number(line.fuelPerSecond) / 1e9,
    uptime: line.uptime.percent,
    theta: line.maxTheta,
    'record.deals': record.deals,
    'record.kept': record.settled === 0 ? null : (100 * record.kept) / record.settled,
    'record.audits': record.judged,
    'record.overturned': record.overturned,
    'record.missed': record.missed,
    provider: line.provider.toLowerCase(),
    state: line.state,
    region: null,
    engine: line.engine,
    'gpu.model': line.gpuModel,
  };
  return figures[field];
}

const needs: OfferNeeds = {
  moduleId: testHash(0x11),
  engine: testEngine,
  resources: { cpuMilli: 1_000, memoryMiB: 512, storageMiB: 64, gpuCount: 0, gpuMemoryMiB: 0 },
  fuelLimit: 5_000_000_000n,
  verification: 1,
  court: testHash(0xc1),
  leastSeatFee: 500n,
  directories: [testDirectory],
  n: 1,
  theta: 40,
  executionWindow: 30,
  reviewWindow: 60,
};

it('lists what is open, in the states that the other list tells', () => {
  expect(lines.length).toBeGreaterThan(50);
  expect(hashesOf(lines)).toEqual(hashesOf(items));
  const states = new Map(items.map(({ hash, state }) => [hash, state]));
  for (const { hash, state } of lines) expect(state).toBe(states.get(hash));
  expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['live', 'busy', 'off']));
  expect(new Set(lines.map(({ uptime }) => uptime.percent === null))).toEqual(
    new Set([true, false]),
  );
});

it('finds by a query what its meaning says, offer by offer', async () => {
  await fc.assert(
    fc.asyncProperty(anyQuery, async (query) => {
      const found = await search(query);
      const meant = lines.filter((line) => holds(query, (field) => figureOf(line, field)));
      expect(hashesOf(found)).toEqual(hashesOf(meant));
    }),
    { numRuns: 80 },
  );
});

it('fits a run where the Run page says that it fits', async () => {
  const variants: Partial<OfferNeeds>[] = [
    {},
    // Needs no court and no panel, and its module by name.
    { verification: 0, court: undefined, n: 0, theta: 60 },
    { theta: 60, n: 3 },
    { executionWindow: 120, fuelLimit: 900_000_000n, leastSeatFee: 2_000n },
    { resources: { ...needs.resources, gpuCount: 1, gpuMemoryMiB: 8_192 }, court: undefined },
    { reviewWindow: 20, executionWindow: 1, fuelLimit: 1n },
  ];
  for (const variant of variants) {
    const asked = { ...needs, ...variant };
    const run = { ...asked, expectedFuel: FUEL, buyer: undefined, availableOf: () => undefined };
    const fitting = items.filter((item) => {
      const { offer, lists } = item.submission;
      return misfitOf({ ...item, offer, lists }, run) === undefined;
    });
    const found = await search(EVERYTHING, asked);
    expect(hashesOf(found)).toEqual(hashesOf(fitting));
  }
});

/** Reads a list page by page, each cursor as it comes back from an address. */
async function paged(sort: OfferSort, given: Partial<OfferSearch> = {}, limit = 39) {
  const seen: OfferLine[] = [];
  let after: OfferSearch['after'];
  do {
    const page = { ...facts, constraints: [], ...given, sort, limit, after };
    const { items: some, next } = await searchOffers(database.db, page);
    expect(some.length).toBe(next ? limit : some.length);
    seen.push(...some);
    after = next ? JSON.parse(JSON.stringify(next)) : undefined;
  } while (after);
  return seen;
}

/** Lines in the order that the sort stands for. */
function ordered(all: readonly OfferLine[], { field, isDescending }: OfferSort, fuel = FUEL) {
  const sign = isDescending ? -1 : 1;
  const figures = new Map(all.map((line) => [line, figureOf(line, field, fuel)]));
  const byRecord = field.startsWith('record.');
  return [...all].sort((a, b) => {
    const [one, other] = [figures.get(a) ?? null, figures.get(b) ?? null];
    if ((one === null) !== (other === null)) return one === null ? 1 : -1;
    return (
      sign *
      ((one === null || other === null ? 0 : compared(one, other)) ||
        (byRecord ? compared(a.provider.toLowerCase(), b.provider.toLowerCase()) : 0) ||
        posted.indexOf(a.hash) - posted.indexOf(b.hash))
    );
  });
}

const compared = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (list: readonly OfferLine[]) => list.map(({ hash }) => hash);

it('pages through every sort in its order, ties by age, without gap or repeat', async () => {
  const fields = [...Object.keys(NUMBER_FIELDS), ...Object.keys(TEXT_FIELDS)] as OfferField[];
  for (const field of fields) {
    for (const isDescending of [false, true]) {
      const sort = { field, isDescending };
      expect(inOrder(await paged(sort))).toEqual(inOrder(ordered(lines, sort)));
    }
  }
});

it('pages by the price of a run of any length, of what fits alone', async () => {
  const query = written('ram >= 0.1 && !(region = eu)');
  const resources = { ...needs.resources, cpuMilli: 100, memoryMiB: 100 };
  const least = { court: undefined, fuelLimit: 1_000n, leastSeatFee: 0n, theta: 20 };
  const loose = { ...needs, ...least, resources, executionWindow: 600, reviewWindow: 20 };
  for (const asked of [undefined, loose]) {
    const fitting = new Set(hashesOf(await search(query, asked)));
    expect(fitting.size).toBeGreaterThan(2);
    for (const fuel of [0n, 50_000_000n, 1_000_000_000n, 10_000_000_000n, 900_000_000_000n]) {
      for (const isDescending of [false, true]) {
        const sort: OfferSort = { field: 'price', isDescending };
        const run = { ...facts, fuel, needs: asked };
        const given = { ...run, constraints: constraintsOf(run, query) };
        const expected = ordered(lines, sort, fuel).filter(({ hash }) => fitting.has(hash));
        const limit = Math.ceil(fitting.size / 3);
        expect(inOrder(await paged(sort, given, limit))).toEqual(inOrder(expected));
        // A page that ends where the list ends has no next one.
        const whole = await paged(sort, given, expected.length);
        expect(inOrder(whole)).toEqual(inOrder(expected));
      }
    }
  }
});

it('pages by uptime without gap or repeat while the clock goes on', async () => {
  for (const isDescending of [false, true]) {
    const sort: OfferSort = { field: 'uptime', isDescending };
    const query = { ...facts, constraints: [], sort };
    const whole = (await searchOffers(database.db, { ...query, limit: 1_000 })).items;
    const seen: OfferLine[] = [];
    let after: OfferSearch['after'];
    for (let clock = NOW; seen.length === 0 || after; clock += 60) {
      const now = timeOfPage(after?.now, clock);
      const page = await searchOffers(database.db, { ...query, now, limit: 20, after });
      seen.push(...page.items);
      after = page.next ?? undefined;
    }
    expect(inOrder(seen)).toEqual(inOrder(whole));
  }
});

it('answers a cursor that belongs to no offer of the sort with an empty page', async () => {
  const provider = testAddress(0xab01);
  for (const figure of ['nowhere', null]) {
    const after = { figure, provider, id: 1, now: NOW };
    const sort: OfferSort = { field: 'state', isDescending: false };
    const page = { ...facts, constraints: [], sort, limit: 10, after };
    expect(await searchOffers(database.db, page)).toEqual({ items: [], next: null });
  }
});

it('names a model in its facet where a machine that offers it reports the name', async () => {
  const counts = await countOffers(database.db, facts, [], () => undefined);
  const models = counts['gpu.model'].filter(({ value }) => value !== null);
  expect(models).toEqual([
    { value: gpuModelIdOf(TEST_GPU), count: expect.any(Number), name: TEST_GPU },
  ]);
});

it('names a GPU where the report of its machine has the name of which the offer signs the hash', () => {
  const agents = new Map(items.map(({ hash, submission }) => [hash, submission.offer.ticketKey]));
  const named = lines.filter(({ gpuName }) => gpuName !== null);
  expect(named.length).toBeGreaterThan(5);
  for (const { hash, gpuCount, gpuModel, gpuName } of lines) {
    const isTold = gpuCount > 0 && gpuModel !== null && agents.get(hash) === TEST_AGENT;
    expect(gpuName).toBe(isTold ? TEST_GPU : null);
  }
});

describe('what does not fit', () => {
  const query = written('gpu.vram >= 20 && price < 0.002 && state = live && uptime >= 90');

  it('is grouped by the first thing that is lacking, every offer once', async () => {
    const groups = await groupMisfits(
      database.db,
      { ...facts, needs },
      constraintsOf({ ...facts, needs }, query),
    );
    const fitting = await search(query, needs);
    const listed = await Promise.all(groups.map(({ key }) => search(query, needs, key)));
    expect(listed.map((list) => list.length)).toEqual(groups.map(({ count }) => count));
    expect(hashesOf([...fitting, ...listed.flat()])).toEqual(hashesOf(lines));
    expect(groups.length).toBeGreaterThan(8);
  });

  it('would fit after the change that is offered: as many, and from that price', async () => {
    const texts = [
      'gpu.vram >= 20',
      'gpu.vram > 30 && price < 0.001',
      'price <= 0 && state = live',
      'uptime >= 99.99 && ram >= 1',
      'record.overturned < 1 && cpu.cores >= 4',
      'record.kept > 80',
      'region = eu',
      '(ram >= 100 || speed > 50) && price < 1',
      'ram = 3',
    ];
    let changes = 0;
    for (const text of texts) {
      const asked = written(text);
      const groups = await groupMisfits(database.db, facts, constraintsOf(facts, asked));
      const before = await search(asked);
      for (const { key, change } of groups) {
        if (!change) continue;
        changes++;
        const place = conditionPlace(key) ?? -1;
        const part = conjunctsOf(asked)[place];
        const isBound = part?.kind === 'compare' && change.offered !== null;
        const operator = isBound && part.operator.startsWith('>') ? '>=' : '<=';
        const next = isBound
          ? ({ ...part, operator, value: change.offered ?? 0 } as const)
          : undefined;
        const after = await search(withConjunct(asked, place, next));
        expect(after.length - before.length).toBe(change.count);
        const added = after.filter(({ hash }) => before.every((line) => line.hash !== hash));
        const prices = added.map((line) => Number(figureOf(line, 'price')));
        expect(Math.min(...prices)).toBe(change.from);
      }
    }
    expect(changes).toBeGreaterThan(6);
  });

  it('would fit a run that needs as much as the nearest has', async () => {
    const asked = { ...needs, theta: 210, executionWindow: 120, court: undefined };
    const groups = await groupMisfits(
      database.db,
      { ...facts, needs: asked },
      constraintsOf({ ...facts, needs: asked }, EVERYTHING),
    );
    const before = await search(EVERYTHING, asked);
    const high = groups.find(({ key }) => key === 'theta.high')?.change;
    expect(high?.offered).toBe(200);
    const after = await search(EVERYTHING, { ...asked, theta: high?.offered ?? 0 });
    expect(after.length - before.length).toBe(high?.count);
    expect(high?.count).toBeGreaterThan(0);
  });
});

it('sums the fitting offers up as the rows say', async () => {
  for (const text of ['', 'ram >= 1 && price > 0', 'state = live']) {
    const query = written(text);
    const constraints = constraintsOf(facts, query);
    const { fitting, open, ranges, prices } = await summariseOffers(
      database.db,
      facts,
      constraints,
    );
    const found = await search(query);
    expect(open).toBe(lines.length);
    expect(fitting).toBe(found.length);
    for (const field of RANGE_FIELDS) {
      const figures = found.map((line) => figureOf(line, field)).filter((x) => x !== null);
      const known = figures.map(Number);
      expect(ranges[field]).toEqual({ least: Math.min(...known), most: Math.max(...known) });
    }
    const sorted = found.map((line) => Number(figureOf(line, 'price'))).sort((a, b) => a - b);
    expect(prices?.median).toBe(sorted[Math.ceil(sorted.length / 2) - 1]);
    expect(prices?.bins.reduce((sum, count) => sum + count, 0)).toBe(found.length);
  }
  const nothing = constraintsOf(facts, written('ram > 1000'));
  expect(await summariseOffers(database.db, facts, nothing)).toMatchObject({
    fitting: 0,
    prices: null,
  });
});

it('counts a facet without its own condition', async () => {
  const query = written('ram >= 1 && state = live');
  const constraints = constraintsOf(facts, query);
  const counts = await countOffers(database.db, facts, constraints, (field) =>
    field === 'state' ? constraints[1] : undefined,
  );
  const large = lines.filter(({ memoryMiB }) => memoryMiB >= 1024);
  for (const { value, count } of counts.state) {
    expect(count).toBe(large.filter(({ state }) => state === value).length);
  }
  expect(counts.state.length).toBe(3);
  const live = large.filter(({ state }) => state === 'live').length;
  expect(counts.provider.reduce((sum, { count }) => sum + count, 0)).toBe(live);
  expect(counts.region).toEqual([{ value: null, count: live }]);
});

it('tells what runs an offer’s jobs, finds and counts by each of it', async () => {
  const enginesOf = ({ hash }: OfferLine) =>
    items.find((item) => item.hash === hash)?.submission.lists.engines ?? [];
  const runs = {
    wasm: (line: OfferLine) => enginesOf(line).includes(testEngine),
    oci: (line: OfferLine) => enginesOf(line).includes(testContainers),
    other: (line: OfferLine) => enginesOf(line).includes(testHash(0xe9)),
  };
  const kinds = ['wasm', 'oci', 'other'] as const;
  const labelOf = (line: OfferLine) => kinds.filter((kind) => runs[kind](line)).join('+');
  expect(lines.map(({ engine }) => engine)).toEqual(lines.map(labelOf));
  expect(new Set(lines.map(labelOf))).toEqual(new Set(['wasm', 'oci', 'wasm+oci', 'other']));
  const counts = await countOffers(database.db, facts, [], () => undefined);
  expect(counts.engine).toHaveLength(kinds.length);
  for (const engine of kinds) {
    const wanted = lines.filter(runs[engine]);
    expect(hashesOf(await search(written(`engine = ${engine}`)))).toEqual(hashesOf(wanted));
    expect(counts.engine).toContainEqual({ value: engine, count: wanted.length });
    const others = lines.filter((line) => !runs[engine](line));
    expect(hashesOf(await search(written(`engine != ${engine}`)))).toEqual(hashesOf(others));
  }
});

it('keeps by triggers what one fill of the whole makes', async () => {
  const { db } = database;
  const kept = async () => {
    const facets = await db.execute(sql`
      select l.lists, l.digest, to_jsonb(f) - 'lists_id' - 'id' as row
      from offer_facets f join offer_lists l on l.id = f.lists_id order by f.hash`);
    const records = await db.execute(sql`select * from provider_records order by provider`);
    return { facets: facets.rows, records: records.rows };
  };
  const byTriggers = await kept();
  await fillFacets(db);
  const byFill = await kept();
  expect(byTriggers.facets.length).toBe(180);
  expect(byFill).toEqual(byTriggers);
});

it('follows deals and cancellations as they come, change and go', async () => {
  const { db } = database;
  const [deal] = await db.select().from(deals).where(sql`settled_at is null`).limit(1);
  if (!deal) throw new Error('no live deal');
  const recordOf = async () =>
    (await db.select().from(providerRecords).where(eq(providerRecords.provider, deal.provider)))[0];
  const before = await recordOf();
  const settled = { settledAt: BigInt(NOW), outcome: 'Overturned', caseOpenedAt: 1n } as const;
  await db.update(deals).set(settled).where(eq(deals.id, deal.id));
  expect(await recordOf()).toEqual({
    ...before,
    settled: (before?.settled ?? 0) + 1,
    judged: (before?.judged ?? 0) + 1,
    overturned: (before?.overturned ?? 0) + 1,
  });
  await db.delete(deals).where(eq(deals.id, deal.id));
  expect((await recordOf())?.deals).toBe((before?.deals ?? 0) - 1);
  await db.insert(deals).values(deal);
  expect(await recordOf()).toEqual(before);

  const [line] = lines;
  if (!line) throw new Error('no offer');
  const all = { account: line.provider, kind: 'below', nonce: 1_000n } as const;
  await db.insert(cancellations).values(all);
  expect((await search(EVERYTHING)).some(({ provider }) => provider === line.provider)).toBe(false);
  await db.delete(cancellations).where(eq(cancellations.nonce, 1_000n));
  expect(hashesOf(await search(EVERYTHING))).toEqual(hashesOf(lines));
  await db.delete(deals);
  await db.delete(resourceOffers);
  expect(await search(EVERYTHING)).toEqual([]);
});
