import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { seconds } from './columns';

/** How many offers and tickets a client posted in its current minute; rows live for minutes. */
export const postCounts = pgTable('post_counts', {
  client: text('client').primaryKey(),
  /** Where the minute begins, in seconds since 1970, by the database's clock. */
  since: seconds('since').notNull(),
  posts: integer('posts').notNull(),
});
