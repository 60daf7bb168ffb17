import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DatabaseConnection, openDatabase } from '../lib/db/database.server';
import { migrateDatabase } from '../lib/db/migrate-database.server';
import { keepOfferNaming } from '../test/builders/kept-offer';
import { testAddress } from '../test/builders/offers';
import { startPostgres, type TestPostgres } from '../test/stack/start-postgres';

let postgres: TestPostgres;
let database: DatabaseConnection;
let folder: string;

/** A deployment as it was before the migration, with an offer. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reckon-before-'));
  await cp('drizzle/migrations', folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { tag: string }[] };
  const entries = journal.entries.filter(({ tag }) => tag < '0008');
  await writeFile(file, JSON.stringify({ ...journal, entries }));
  postgres = await startPostgres();
  await migrateDatabase(postgres.url, folder);
  database = openDatabase(postgres.url, { max: 2 });
  await keepOfferNaming(database.db, testAddress(1), testAddress(2));
});

afterEach(async () => {
  await database.close();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

it.each([
  [
    'an API that takes a ticket',
    'select hash from resource_offers for no key update',
    `insert into tickets (resource_offer_hash, until, signature) select hash, 9, '0x' from resource_offers`,
  ],
  [
    'an API that takes an offer',
    `update resource_offers set posted_at = posted_at`,
    `insert into resource_offers (hash, provider, nonce, ticket_key, base_price, fuel_price, expiry, submission)
      select '0x1', provider, 1, ticket_key, base_price, fuel_price, expiry, submission from resource_offers`,
  ],
  [
    'an indexer that applies a block',
    'select * from indexer_cursor for update; update deals set outcome = outcome',
    `insert into resource_uses (provider, nonce, deals) select provider, nonce, 1 from resource_offers`,
  ],
])('0008 waits for %s, and neither is turned down', async (_who, first, second) => {
  const writer = await database.pool.connect();
  try {
    await writer.query(`begin; ${first}`);
    const migrated = migrateDatabase(postgres.url).catch((error: unknown) => error);
    const isWaiting = async () => {
      const { rows } = await database.pool.query('select 1 from pg_locks where not granted');
      expect(rows).toHaveLength(1);
    };
    await vi.waitFor(isWaiting, { timeout: 20_000 });
    await writer.query(`${second}; commit`);
    expect(await migrated).toBeUndefined();
  } finally {
    writer.release();
  }
});
