import { migrateDatabase } from '../../lib/db/migrate-database.server';

const url = process.env.DATABASE_URL;
if (!url) {
  process.stderr.write('migrate: DATABASE_URL is missing (postgres://user:password@host/name)\n');
  process.exit(1);
}
await migrateDatabase(url);
process.stdout.write('migrate: the database is up to date\n');
