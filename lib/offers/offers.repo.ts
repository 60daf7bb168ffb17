import { eq } from 'drizzle-orm';
import type { Hex } from 'viem';
import { jobOffers } from '../../drizzle/schema/job-offers';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import { tickets } from '../../drizzle/schema/tickets';
import type { Db } from '../db/database.server';
import type { JobSubmission, ResourceSubmission, TicketSubmission } from './match-item';
import { type TicketHistory, withTicket } from './uptime';

/** Keeps a job offer; answers false when one with this hash was there (it stays as it was). */
export async function insertJobOffer(
  db: Db,
  hash: Hex,
  submission: JobSubmission,
): Promise<boolean> {
  const { buyer, nonce, moduleId, expiry } = submission.offer;
  const rows = await db
    .insert(jobOffers)
    .values({ hash, buyer, nonce, moduleId, expiry: BigInt(expiry), submission })
    .onConflictDoNothing()
    .returning({ hash: jobOffers.hash });
  return rows.length > 0;
}

/** Keeps a resource offer; answers false when one with this hash was there. */
export async function insertResourceOffer(
  db: Db,
  hash: Hex,
  submission: ResourceSubmission,
): Promise<boolean> {
  const { provider, nonce, ticketKey, basePrice, fuelPrice, expiry } = submission.offer;
  const rows = await db
    .insert(resourceOffers)
    .values({
      hash,
      provider,
      nonce,
      ticketKey,
      basePrice,
      fuelPrice,
      expiry: BigInt(expiry),
      submission,
    })
    .onConflictDoNothing()
    .returning({ hash: resourceOffers.hash });
  return rows.length > 0;
}

export async function hasJobOffer(db: Db, hash: Hex): Promise<boolean> {
  const rows = await db.select().from(jobOffers).where(eq(jobOffers.hash, hash));
  return rows.length > 0;
}

export async function findResourceSubmission(
  db: Db,
  hash: Hex,
): Promise<ResourceSubmission | undefined> {
  const rows = await db
    .select({ submission: resourceOffers.submission })
    .from(resourceOffers)
    .where(eq(resourceOffers.hash, hash));
  return rows[0]?.submission;
}

/**
 * Keeps the newest ticket of an offer, and what it shows of the machine's uptime; answers false for
 * one that is not newer. `now` is chain time in seconds.
 */
export async function upsertTicket(
  db: Db,
  ticket: TicketSubmission,
  now: number,
): Promise<boolean> {
  const { resourceOfferHash: hash, until, signature } = ticket;
  return db.transaction(async (tx) => {
    // Two posts of one offer's tickets go one after the other.
    await tx
      .select({ hash: resourceOffers.hash })
      .from(resourceOffers)
      .where(eq(resourceOffers.hash, hash))
      .for('no key update');
    const rows = await tx.select().from(tickets).where(eq(tickets.resourceOfferHash, hash));
    const [before] = rows;
    if (before && before.until >= BigInt(until)) return false;
    const { since, seenAt, day, live } = withTicket(before && historyOf(before), { until }, now);
    const row = {
      until: BigInt(until),
      signature,
      receivedAt: new Date(),
      since: BigInt(since),
      seenAt: BigInt(seenAt),
      day,
      live: [...live],
    };
    await tx
      .insert(tickets)
      .values({ resourceOfferHash: hash, ...row })
      .onConflictDoUpdate({ target: tickets.resourceOfferHash, set: row });
    return true;
  });
}

/** undefined for a ticket that came before histories were kept. */
function historyOf(ticket: typeof tickets.$inferSelect): TicketHistory | undefined {
  const { since, seenAt, day, live, until } = ticket;
  if (since === null || seenAt === null || day === null || live === null) return undefined;
  return { since: Number(since), seenAt: Number(seenAt), until: Number(until), day, live };
}
