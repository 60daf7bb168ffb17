import { NotDeployedError } from '@/lib/chain/market-access.server';
import type { Db } from '@/lib/db/database.server';
import { NoDatabaseError, webDatabase } from '@/lib/db/web-database.server';
import { createLogger } from '@/lib/log/logger.server';

const log = createLogger('pages');

/** What a page read, or why it could not: pages answer either way. */
export type Loaded<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly reason: 'starting' | 'unreachable' };

/**
 * Reads for a page. `now` is in seconds. A database that is not there, or not ready, is an answer
 * and not an error; anything else is logged and answered the same way.
 */
export async function load<T>(read: (db: Db, now: number) => Promise<T>): Promise<Loaded<T>> {
  try {
    const data = await read(webDatabase(), Math.floor(Date.now() / 1000));
    return { ok: true, data };
  } catch (error) {
    if (error instanceof NoDatabaseError || error instanceof NotDeployedError) {
      return { ok: false, reason: 'starting' };
    }
    log.error({ err: error }, 'a page could not read the database');
    return { ok: false, reason: 'unreachable' };
  }
}

/** The data, or something in its place. */
export function loadedOr<T>(loaded: Loaded<T>, otherwise: T): T {
  return loaded.ok ? loaded.data : otherwise;
}
