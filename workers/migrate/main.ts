import { z } from 'zod';
import { migrateDatabase } from '../../lib/db/migrate-database.server';
import { postgresUrl } from '../../lib/env/fields';
import { runWorker } from '../runtime/run-worker';

/** Brings the database up to date and ends. Safe to run at any time, also twice at once. */
void runWorker('migrate', z.object({ DATABASE_URL: postgresUrl }), async ({ env, log }) => {
  await migrateDatabase(env.DATABASE_URL);
  log.info('the database is up to date');
});
