import { and, desc, eq } from 'drizzle-orm';
import type { Hex } from 'viem';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import { tickets } from '../../drizzle/schema/tickets';
import type { Db } from '../db/database.server';
import { type Uptime, uptimeOf } from './uptime';

/**
 * How long the machine of a provider's newest ticket was on; with `agent`, the one whose key that is.
 * `now` in seconds.
 */
export async function readProviderUptime(
  db: Db,
  provider: Hex,
  now: number,
  agent?: Hex,
): Promise<Uptime> {
  const [row] = await db
    .select({
      since: tickets.since,
      seenAt: tickets.seenAt,
      until: tickets.until,
      day: tickets.day,
      live: tickets.live,
    })
    .from(tickets)
    .innerJoin(resourceOffers, eq(resourceOffers.hash, tickets.resourceOfferHash))
    .where(and(eq(resourceOffers.provider, provider), agent && eq(resourceOffers.ticketKey, agent)))
    .orderBy(desc(tickets.until))
    .limit(1);
  if (!row || row.since === null || row.seenAt === null || row.day === null || row.live === null) {
    return uptimeOf(undefined, now);
  }
  const { since, seenAt, until, day, live } = row;
  const history = { since: Number(since), seenAt: Number(seenAt), until: Number(until), day, live };
  return uptimeOf(history, now);
}
