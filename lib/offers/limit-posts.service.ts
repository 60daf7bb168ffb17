import type { Db } from '../db/database.server';
import { countPost, forgetOldCounts } from './post-counts.repo';

/**
 * Most posts of one client address in a minute. A machine posts its offer once and each ticket every
 * two minutes, so a hundred machines with three offers each behind one address use 250.
 */
export const MAX_POSTS_PER_MINUTE = 600;

/** Counts a post: 0 when it may pass, or the seconds until the client may post again. */
export async function takePost(
  db: Db,
  client: string,
  most: number = MAX_POSTS_PER_MINUTE,
): Promise<number> {
  const { posts, secondsLeft } = await countPost(db, client);
  // Once a minute and client is often enough: what is old is never counted.
  if (posts === 1) await forgetOldCounts(db);
  return posts > most ? Math.max(1, secondsLeft) : 0;
}
