import { lt, sql } from 'drizzle-orm';
import { postCounts } from '../../drizzle/schema/post-counts';
import type { Db } from '../db/database.server';

/** Where the current minute begins, by the database's clock, which all web processes share. */
const minute = sql`floor(extract(epoch from now()) / 60)::bigint * 60`;

/** Counts one post of a client, and answers how many it made in this minute and what is left of it. */
export async function countPost(
  db: Db,
  client: string,
): Promise<{ posts: number; secondsLeft: number }> {
  const { since, posts } = postCounts;
  const rows = await db
    .insert(postCounts)
    .values({ client, since: minute as never, posts: 1 })
    .onConflictDoUpdate({
      target: postCounts.client,
      set: {
        since: sql`excluded.since`,
        posts: sql`case when ${since} = excluded.since then ${posts} + 1 else 1 end`,
      },
    })
    .returning({
      posts,
      secondsLeft: sql<number>`ceil(${since} + 60 - extract(epoch from now()))::int`,
    });
  return rows[0] ?? { posts: 1, secondsLeft: 60 };
}

/** Drops the counts of minutes that are over. */
export async function forgetOldCounts(db: Db): Promise<void> {
  await db.delete(postCounts).where(lt(postCounts.since, minute as never));
}
