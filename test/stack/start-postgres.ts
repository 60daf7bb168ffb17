import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/start/ports.mjs';
import {
  openPostgres,
  postgresCommand,
  preparePostgres,
  removePostgres,
} from '../../scripts/start/postgres.mjs';
import { testSupervisor } from './processes';

export interface TestPostgres {
  /** postgres:// address of an empty database. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

/** Starts a PostgreSQL of its own on a free port (under a second); it does not sync to disk. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-test-db-'));
  // As root the server runs as another user, who has to pass through.
  chmodSync(folder, 0o755);
  const cluster = preparePostgres(folder, { isDurable: false });
  const port = await freePort();
  const process = testSupervisor().start({
    name: `postgres-${port}`,
    isLeft: true,
    ...postgresCommand(cluster, port),
  });
  const url = await openPostgres(cluster, port, { isAlive: process.isAlive }).catch((cause) => {
    throw new Error(`PostgreSQL did not start: ${process.lastLine()}`, { cause });
  });
  return {
    url,
    port,
    pid: process.pid() ?? 0,
    stop: async () => {
      await process.stop();
      removePostgres(folder);
      rmSync(process.logFile, { force: true });
    },
  };
}
