import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { openDatabase } from './database.server';

/** Any number, the same in every process: it lets one migrate at a time. */
const MIGRATION_LOCK = 7_266_217;

/**
 * Brings a database up to date: our tables (drizzle/migrations) and the job queue's own schema.
 * Safe to call from several processes at once and any number of times.
 */
export async function migrateDatabase(
  connectionString: string,
  migrationsFolder: string = join(process.cwd(), 'drizzle/migrations'),
): Promise<void> {
  const client = new pg.Client({ connectionString });
  // A pool that the queue makes would end the process if the server hung up after the last step.
  const queue = openDatabase(connectionString);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder });
    await runMigrations({ pgPool: queue.pool });
  } finally {
    await queue.close();
    await client.end(); // releases the lock, too
  }
}
