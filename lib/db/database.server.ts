import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

export type Database = NodePgDatabase;

/** An open transaction, as given to the callback of `database.transaction`. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** What a repo or query may be handed: the database, or the caller's transaction. */
export type Executor = Database | Transaction;

export type DatabaseConnection = {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly close: () => Promise<void>;
};

/**
 * Opens a pool on a PostgreSQL >= 15. Nothing is connected before the first query; a lost connection
 * is logged by `onIdleError` and replaced by the pool.
 */
export function openDatabase(
  connectionString: string,
  options: { max?: number; onIdleError?: (error: Error) => void } = {},
): DatabaseConnection {
  const pool = new pg.Pool({ connectionString, max: options.max ?? 5 });
  // Without a listener an idle client that the server hangs up on would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  return { database: drizzle(pool), pool, close: () => pool.end() };
}
