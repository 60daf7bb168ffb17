import { type DatabaseConnection, type Db, openDatabase } from './database.server';

/** Nobody waits this long for a page, and its connection is one of few. */
const STATEMENT_MS = 15_000;

const holder = globalThis as typeof globalThis & { reckonDatabase?: DatabaseConnection };

/** DATABASE_URL is not set, so pages and API have nothing to read. */
export class NoDatabaseError extends Error {
  constructor() {
    super('DATABASE_URL is missing: the web has no database to read');
    this.name = 'NoDatabaseError';
  }
}

/** The web process's one pool; it outlives hot reloads. @throws {NoDatabaseError} */
export function webDatabase(): Db {
  const url = process.env.DATABASE_URL;
  if (!url) throw new NoDatabaseError();
  holder.reckonDatabase ??= openDatabase(url, { max: 8, statementMs: STATEMENT_MS });
  return holder.reckonDatabase.db;
}
