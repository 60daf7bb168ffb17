import { NoDatabaseError } from '../db/web-database.server';
import { createLogger } from '../log/logger.server';
import { type ChangeFeed, openChangeFeed } from './change-feed.server';

const holder = globalThis as typeof globalThis & { reckonFeed?: ChangeFeed };
const log = createLogger('live');

/** The web process's one feed; it outlives hot reloads. @throws {NoDatabaseError} */
export function webFeed(): ChangeFeed {
  const url = process.env.DATABASE_URL;
  if (!url) throw new NoDatabaseError();
  holder.reckonFeed ??= openChangeFeed(url, {
    onError: (err) => log.warn({ err }, 'no changes are heard of until the database is back'),
  });
  return holder.reckonFeed;
}
