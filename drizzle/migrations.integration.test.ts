import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openDatabase } from '../lib/db/database.server';
import { migrateDatabase } from '../lib/db/migrate-database.server';
import { startPostgres } from '../test/stack/start-postgres';

const run = promisify(execFile);
const drizzleKit = 'node_modules/drizzle-kit/bin.cjs';

it('has a migration for everything in the schema', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'reckon-migrations-'));
  await cp('drizzle/migrations', copy, { recursive: true });
  const before = (await readdir(copy)).sort();
  const schema = './drizzle/schema/*.ts';
  const options = ['--dialect', 'postgresql', '--schema', schema, '--out', relative('.', copy)];
  const { stdout } = await run(process.execPath, [drizzleKit, 'generate', ...options]);
  expect(stdout).toContain('No schema changes');
  expect((await readdir(copy)).sort()).toEqual(before);
  await rm(copy, { recursive: true });
});

it('has migrations that follow each other and say what they do', async () => {
  const options = ['--dialect', 'postgresql', '--out', 'drizzle/migrations'];
  const { stdout } = await run(process.execPath, [drizzleKit, 'check', ...options]);
  expect(stdout).toContain("Everything's fine");
  for (const file of await readdir('drizzle/migrations')) {
    if (file !== 'meta') expect(file).toMatch(/^\d{4}_[a-z]+(_[a-z]+)+\.sql$/);
  }
});

it('migrates an empty database, any number of times and by several at once', async () => {
  const postgres = await startPostgres();
  await Promise.all([migrateDatabase(postgres.url), migrateDatabase(postgres.url)]);
  await migrateDatabase(postgres.url);
  const { db, close } = openDatabase(postgres.url, { max: 1 });
  const { rows } = await db.execute(
    sql`select count(*)::int as applied from drizzle.__drizzle_migrations`,
  );
  const files = (await readdir('drizzle/migrations')).filter((file) => file.endsWith('.sql'));
  expect(rows).toEqual([{ applied: files.length }]);
  await close();
  await postgres.stop();
});
