import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.server';
import type { JobKind } from './job-kind';

/**
 * Puts a job on the queue inside the caller's transaction: it exists exactly if that commits.
 * Jobs with the same `key` are one job until a worker has taken it; then the next call makes a new
 * one, so no change is missed. `runAt` delays it.
 */
export async function enqueueJob<Payload>(
  db: Db,
  kind: JobKind<Payload>,
  payload: Payload,
  options: { key?: string; runAt?: Date } = {},
): Promise<void> {
  const body = JSON.stringify(kind.payload.parse(payload));
  await db.execute(sql`
    select 1 from graphile_worker.add_job(
      ${kind.name}::text,
      payload := ${body}::json,
      job_key := ${options.key ?? null}::text,
      run_at := ${options.runAt?.toISOString() ?? null}::timestamptz
    )
  `);
}
