import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resourceOffer, testAddress, testHash } from '@/test/builders/offers';
import { startPostgres, type TestPostgres } from '@/test/stack/start-postgres';
import { type DatabaseConnection, openDatabase } from '../db/database.server';
import { migrateDatabase } from '../db/migrate-database.server';
import { takePost } from './limit-posts.service';
import { insertResourceOffer } from './offers.repo';
import { MAX_OPEN_OFFERS, refuseTooManyOpen } from './open-offer-limit';
import { openResourceOffersOf } from './resource-offers.query';

let postgres: TestPostgres;
/** Two web processes with one database. */
let webs: [DatabaseConnection, DatabaseConnection];

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  webs = [openDatabase(postgres.url, { max: 2 }), openDatabase(postgres.url, { max: 2 })];
});

afterAll(async () => {
  await Promise.all(webs.map(({ close }) => close()));
  await postgres.stop();
});

const counts = async () =>
  (await webs[0].db.execute(sql`select client, posts from post_counts order by client`)).rows;
const age = (seconds: number) =>
  webs[0].db.execute(sql`update post_counts set since = since - ${seconds}`);

it('counts what comes to either web process, however close together', async () => {
  // Away from the end of a minute, where counting would start again.
  const { rows } = await webs[0].db.execute(sql`select extract(second from now())::int as second`);
  const second = Number(rows[0]?.second);
  if (second > 50) await new Promise((done) => setTimeout(done, (61 - second) * 1_000));
  const asked = Array.from({ length: 20 }, (_, i) => takePost(webs[i % 2 ? 1 : 0].db, 'a', 15));
  const waits = await Promise.all(asked);
  expect(waits.filter((wait) => wait === 0)).toHaveLength(15);
  for (const wait of waits) expect(wait).toBeLessThanOrEqual(60);
  expect(await takePost(webs[0].db, 'b', 15)).toBe(0);
});

it('begins again with the next minute, and forgets clients that are gone', async () => {
  await age(60);
  expect(await takePost(webs[1].db, 'a', 1)).toBe(0);
  expect(await takePost(webs[1].db, 'a', 1)).toBeGreaterThan(0);
  expect(await counts()).toEqual([{ client: 'a', posts: 2 }]);
});

it('counts what a provider has on offer: neither expired nor of others', async () => {
  const now = 1_000_000;
  const provider = testAddress(0x51);
  const offers = Array.from({ length: MAX_OPEN_OFFERS + 2 }, (_, i) =>
    resourceOffer({
      provider: i === 0 ? testAddress(0x52) : provider,
      nonce: BigInt(i),
      expiry: i === 1 ? now - 1 : now + i,
    }),
  );
  const keep = async (index: number) => {
    const offer = offers[index]!;
    const lists = { engines: [], courts: [], directories: [] };
    await insertResourceOffer(webs[0].db, testHash(index), { offer, lists, signature: '0x' });
  };
  for (let i = 0; i <= MAX_OPEN_OFFERS; i += 1) await keep(i);
  const open = () => openResourceOffersOf(webs[0].db, provider, now);
  expect(await open()).toEqual({ count: MAX_OPEN_OFFERS - 1, firstExpiry: now + 2 });
  refuseTooManyOpen(await open(), 'provider', now);
  await keep(MAX_OPEN_OFFERS + 1);
  const full = await open();
  expect(() => refuseTooManyOpen(full, 'provider', now)).toThrow(
    expect.objectContaining({ code: 'too-many-open', retryAfter: 3 }),
  );
});
