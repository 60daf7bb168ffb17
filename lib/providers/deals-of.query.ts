import { type SQL, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { deals } from '../../drizzle/schema/deals';
import { resourceOffers } from '../../drizzle/schema/resource-offers';

/** A provider, or one of its machines: the one whose agent's key keeps the offers live. */
export type DealsOwner = { readonly provider: Hex; readonly agent?: Hex | undefined };

/** Deals of a provider, or of one of its machines, as a condition on the table of deals. */
export function isDealOf({ provider, agent }: DealsOwner): SQL {
  const isProviders = sql`${deals.provider} = ${provider.toLowerCase()}`;
  return agent === undefined ? isProviders : sql`(${isProviders} and ${isServedBy(agent)})`;
}

/** Deals of offers that name this agent's key. */
export function isServedBy(agent: Hex): SQL {
  return sql`${deals.resourceOfferHash} in (
    select o.hash from ${resourceOffers} o where o.ticket_key = ${agent.toLowerCase()})`;
}
