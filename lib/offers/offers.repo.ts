import { eq, lt } from 'drizzle-orm';
import type { Hex } from 'viem';
import { jobOffers } from '../../drizzle/schema/job-offers';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import { tickets } from '../../drizzle/schema/tickets';
import type { Db } from '../db/database.server';
import type { JobSubmission, ResourceSubmission, TicketSubmission } from './match-item';

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

/** Keeps the newest ticket of an offer; answers false for one that is not newer. */
export async function upsertTicket(db: Db, ticket: TicketSubmission): Promise<boolean> {
  const row = { until: BigInt(ticket.until), signature: ticket.signature, receivedAt: new Date() };
  const rows = await db
    .insert(tickets)
    .values({ resourceOfferHash: ticket.resourceOfferHash, ...row })
    .onConflictDoUpdate({
      target: tickets.resourceOfferHash,
      set: row,
      setWhere: lt(tickets.until, row.until),
    })
    .returning({ until: tickets.until });
  return rows.length > 0;
}
