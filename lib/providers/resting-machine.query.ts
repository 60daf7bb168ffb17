import { type SQLWrapper, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { machines } from '../../drizzle/schema/machines';
import type { Db } from '../db/database.server';

/** Whether the machine of that row has its provider's order to take no deals now. */
const isOrdered = sql`(coalesce(m.wanted_order->>'state', 'serving') <> 'serving'
  and lower(m.wanted_order->>'provider') = m.provider
  and ((m.wanted_order->>'until')::bigint = 0
    or (m.wanted_order->>'until')::bigint > extract(epoch from now())))`;

/**
 * Whether a machine takes no deals although a ticket of it may be good for another minute: its provider
 * has ordered so or has forbidden its key, or it has said so itself since it gave that ticket. A
 * provider's own key may always post, whatever was said of it.
 *
 * @param row columns: the machine's key, its offer's provider, when its last ticket came (or null)
 */
export function isResting(row: {
  readonly agent: SQLWrapper;
  readonly provider: SQLWrapper;
  readonly ticketAt: SQLWrapper;
}) {
  const { agent, provider, ticketAt } = row;
  return sql<boolean>`(exists (
    select 1 from ${machines} m
    where m.agent = ${agent} and (
      (m.provider = ${provider} and ${isOrdered})
      or (m.pulse->>'state' <> 'serving'
        and m.pulse_heard_at >= floor(extract(epoch from ${ticketAt}))))
  ) or (${agent} <> ${provider} and coalesce((
    select e.args->>'allowed' = 'false' from chain_events e
    where e.subject_kind = 'account' and e.subject_id = ${provider} and e.name = 'OperatorSet'
      and lower(e.args->>'operator') = ${agent}
    order by e.block_number desc, e.log_index desc limit 1), false)))`;
}

/** Whether a provider has ordered that machine to take no deals now. */
export async function isOrderedToRest(db: Db, agent: Hex, provider: Hex): Promise<boolean> {
  const { rows } = await db.execute<{ rests: boolean }>(sql`
    select exists (
      select 1 from ${machines} m
      where m.agent = ${agent.toLowerCase()} and m.provider = ${provider.toLowerCase()} and ${isOrdered}
    ) as rests`);
  return rows[0]?.rests ?? false;
}
