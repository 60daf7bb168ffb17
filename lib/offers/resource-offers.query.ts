import { and, asc, eq, gte, inArray, min, type SQL, sql } from 'drizzle-orm';
import type { Address, Hex } from 'viem';
import { cancellations } from '../../drizzle/schema/cancellations';
import { deals } from '../../drizzle/schema/deals';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import { resourceUses } from '../../drizzle/schema/resource-uses';
import { tickets } from '../../drizzle/schema/tickets';
import type { Db } from '../db/database.server';
import { isResting } from '../providers/resting-machine.query';
import type { ResourceSubmission } from './match-item';
import type { OpenOffers } from './open-offer-limit';
import { type ResourceOfferState, resourceOfferStateOf } from './resource-offer-state';
import { isOff, openAt } from './search/search-columns.query';

export type ResourceOfferItem = {
  readonly hash: Hex;
  readonly provider: Address;
  readonly state: ResourceOfferState;
  readonly submission: ResourceSubmission;
  /** The newest ticket; null where none was received. */
  readonly ticket: { readonly until: number; readonly signature: Hex } | null;
  readonly dealsEver: number;
  readonly dealsLive: number;
  /** Seconds since 1970. */
  readonly postedAt: number;
};

export type ResourceOfferFilter = {
  readonly provider?: Hex | undefined;
  readonly ticketKey?: Hex | undefined;
  readonly hash?: Hex | undefined;
  /** These alone. */
  readonly hashes?: readonly Hex[] | undefined;
  /** Leave out what is expired, used up or cancelled. Default true. */
  readonly isUsable?: boolean | undefined;
};

export type PriceCursor = {
  readonly basePrice: bigint;
  readonly fuelPrice: bigint;
  readonly hash: Hex;
};

const isCancelled = sql<boolean>`exists (
  select 1 from ${cancellations} c
  where c.account = resource_offers.provider
    and ((c.kind = 'resource' and c.nonce = resource_offers.nonce)
      or (c.kind = 'below' and c.nonce > resource_offers.nonce))
)`;
const rests = isResting({
  agent: sql`resource_offers.ticket_key`,
  provider: sql`resource_offers.provider`,
  ticketAt: sql`tickets.received_at`,
});
const dealsEver = sql<number>`coalesce((
  select u.deals from ${resourceUses} u
  where u.provider = resource_offers.provider and u.nonce = resource_offers.nonce
), 0)`;
const dealsLive = sql<number>`(
  select count(*)::int from ${deals} d
  where d.provider = resource_offers.provider and d.resource_nonce = resource_offers.nonce
    and d.settled_at is null
)`;

/**
 * Resource offers, cheapest first, a page at a time.
 *
 * @param now seconds, by which live and expired are told apart
 * @param page `after`: the cursor that the page before answered as `next`
 */
export async function listResourceOffers(
  db: Db,
  filter: ResourceOfferFilter,
  now: number,
  page: { limit: number; after?: PriceCursor | undefined },
): Promise<{ items: ResourceOfferItem[]; next: PriceCursor | null }> {
  const conditions: (SQL | undefined)[] = [
    filter.provider && eq(resourceOffers.provider, filter.provider),
    filter.ticketKey && eq(resourceOffers.ticketKey, filter.ticketKey),
    filter.hash && eq(resourceOffers.hash, filter.hash),
    filter.hashes && inArray(resourceOffers.hash, [...filter.hashes]),
    page.after && isAfter(page.after),
  ];
  if (filter.isUsable ?? true) conditions.push(...usableAt(now));
  const rows = await db
    .select({ offer: resourceOffers, ticket: tickets, isCancelled, rests, dealsEver, dealsLive })
    .from(resourceOffers)
    .leftJoin(tickets, eq(tickets.resourceOfferHash, resourceOffers.hash))
    .where(and(...conditions))
    .orderBy(asc(resourceOffers.basePrice), asc(resourceOffers.fuelPrice), asc(resourceOffers.hash))
    .limit(page.limit + 1);
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1)?.offer : undefined;
  return {
    items: shown.map((row) => itemOf(row, now)),
    next: last ? { basePrice: last.basePrice, fuelPrice: last.fuelPrice, hash: last.hash } : null,
  };
}

/** One resource offer, whatever its state. */
export async function findResourceOffer(
  db: Db,
  hash: Hex,
  now: number,
): Promise<ResourceOfferItem | undefined> {
  const { items } = await listResourceOffers(db, { hash, isUsable: false }, now, { limit: 1 });
  return items[0];
}

function isAfter({ basePrice, fuelPrice, hash }: PriceCursor): SQL {
  const { basePrice: base, fuelPrice: fuel } = resourceOffers;
  return sql`(${base}, ${fuel}, ${resourceOffers.hash}) >
    (${basePrice.toString()}::numeric, ${fuelPrice.toString()}::numeric, ${hash})`;
}

function itemOf(
  row: {
    offer: typeof resourceOffers.$inferSelect;
    ticket: typeof tickets.$inferSelect | null;
    isCancelled: boolean;
    rests: boolean;
    dealsEver: number;
    dealsLive: number;
  },
  now: number,
): ResourceOfferItem {
  const { offer, dealsEver, dealsLive, isCancelled, rests } = row;
  const ticket = row.ticket && {
    until: Number(row.ticket.until),
    signature: row.ticket.signature,
  };
  const history = { isCancelled, rests, dealsEver, dealsLive, ticketUntil: ticket?.until };
  return {
    hash: offer.hash,
    provider: offer.submission.offer.provider,
    state: resourceOfferStateOf(offer.submission.offer, history, now),
    submission: offer.submission,
    ticket,
    dealsEver,
    dealsLive,
    postedAt: Math.floor(offer.postedAt.getTime() / 1_000),
  };
}

/** What a provider has on offer, whether its machines are on or not. `now` in seconds. */
export async function openResourceOffersOf(
  db: Db,
  provider: Address,
  now: number,
): Promise<OpenOffers> {
  const rows = await db
    .select({ count: sql<number>`count(*)::int`, firstExpiry: min(resourceOffers.expiry) })
    .from(resourceOffers)
    .where(and(eq(resourceOffers.provider, provider), ...usableAt(now)));
  const { count = 0, firstExpiry = null } = rows[0] ?? {};
  return { count, firstExpiry: firstExpiry === null ? null : Number(firstExpiry) };
}

/** How many resource offers can be matched now (busy ones counted). */
export async function countLiveResourceOffers(db: Db, now: number): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from offer_facets f where ${openAt(now)} and not ${isOff(now)}
  `);
  return rows[0]?.count ?? 0;
}

function usableAt(now: number): SQL[] {
  return [
    gte(resourceOffers.expiry, BigInt(now)),
    sql`not ${isCancelled}`,
    sql`${dealsEver} < (resource_offers.submission->'offer'->>'total')::bigint`,
  ];
}
