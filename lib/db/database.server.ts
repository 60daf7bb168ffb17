import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** A database handle or an open transaction of it: what repos and queries take first. */
export type Db = Pick<
  NodePgDatabase,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute' | 'transaction'
>;

export type DatabaseConnection = {
  readonly db: NodePgDatabase;
  readonly pool: pg.Pool;
  /** Waits for running queries and closes every connection. */
  readonly close: () => Promise<void>;
};

/** A new connection costs the server a process; those that ask every few seconds keep theirs. */
const IDLE_MS = 60_000;

/**
 * Opens a pool on a PostgreSQL >= 15. Connections are made on first use, so an unreachable server
 * shows as an error of the first query; an idle connection that breaks is told to `onIdleError` and
 * replaced.
 *
 * @param options.statementMs what a statement may take before the server ends it (default: any time)
 * @param options.max connections at most (default 5: several processes share one server)
 */
export function openDatabase(
  url: string,
  options: { max?: number; statementMs?: number; onIdleError?: (error: Error) => void } = {},
): DatabaseConnection {
  const max = options.max ?? 5;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: IDLE_MS,
    ...(options.statementMs === undefined ? {} : { statement_timeout: options.statementMs }),
  });
  // Without a listener an idle client that the server hangs up on would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  // Neither may one in use, whose query fails by itself, nor one that is being closed.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { db: drizzle(pool), pool, close: () => pool.end() };
}
