import type { Db } from '../../lib/db/database.server';
import { insertResourceOffer, upsertTicket } from '../../lib/offers/offers.repo';
import type { Random } from '../../lib/offers/search/testing/random-market';
import { offerRow } from './seed-offers';
import { shareOf, timesOf } from './times';

const POSTS = 200;

/** What one more offer, and one more ticket of it, cost the database with its triggers. Milliseconds. */
export async function measurePosts(db: Db, offers: number, now: number, random: Random) {
  const rows = Array.from({ length: 2 * POSTS }, (_, at) => offerRow(offers + at, now, random));
  const given = rows[Symbol.iterator]();
  const post = await timesOf(POSTS, async () => {
    const { hash, submission } = nextOf(given);
    await insertResourceOffer(db, hash, submission);
  });
  const named = rows[Symbol.iterator]();
  const ticket = await timesOf(POSTS, () =>
    upsertTicket(
      db,
      { resourceOfferHash: nextOf(named).hash, until: now + 300, signature: '0x02' },
      now,
    ),
  );
  return {
    offerP50Ms: shareOf(post, 0.5),
    offerP95Ms: shareOf(post, 0.95),
    ticketP50Ms: shareOf(ticket, 0.5),
    ticketP95Ms: shareOf(ticket, 0.95),
  };
}

function nextOf<T>(values: Iterator<T>): T {
  const { value, done } = values.next();
  if (done) throw new Error('more posts than offers were made for');
  return value;
}
