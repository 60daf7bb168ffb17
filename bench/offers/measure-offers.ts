import { type Db, openDatabase } from '../../lib/db/database.server';
import { migrateDatabase } from '../../lib/db/migrate-database.server';
import { type Random, randomFrom } from '../../lib/offers/search/testing/random-market';
import { startPostgres } from '../../test/stack/start-postgres';
import { measurePosts } from './measure-posts';
import { LISTS, measureCounts, measureLists, PAGE } from './measure-searches';
import { seedOffers } from './seed-offers';

/** Figures of searches and posts among so many offers, in a PostgreSQL that lives for them alone. */
export async function measureOffers(offers: number) {
  return amongOffers(offers, async (db, now, random) => {
    const lists = await measureLists(db, now);
    return {
      offers,
      measured: `${LISTS} lists of each search, one at a time, by this process's clock: query, transfer and decoding of a page of ${PAGE}; p95 by nearest rank over all of them`,
      ...lists,
      counts: await measureCounts(db, now),
      posts: await measurePosts(db, offers, now, random),
    };
  });
}

/** p95 of the list alone, in milliseconds. */
export async function measureOffersList(offers: number): Promise<number> {
  return amongOffers(offers, async (db, now) => (await measureLists(db, now)).listP95Ms);
}

async function amongOffers<T>(
  offers: number,
  measure: (db: Db, now: number, random: Random) => Promise<T>,
): Promise<T> {
  const postgres = await startPostgres();
  try {
    await migrateDatabase(postgres.url);
    const { db, close } = openDatabase(postgres.url, { max: 4 });
    const now = Math.floor(Date.now() / 1_000);
    const random = randomFrom(1);
    await seedOffers(db, offers, now, random);
    const measured = await measure(db, now, random);
    await close();
    return measured;
  } finally {
    await postgres.stop();
  }
}
