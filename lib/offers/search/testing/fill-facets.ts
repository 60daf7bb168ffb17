import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/database.server';

/** Runs writes of many rows without the triggers that follow each row; `fillFacets` comes after. */
export async function withoutTriggers(db: Db, write: (tx: Db) => Promise<void>): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await write(tx);
  });
}

/**
 * Makes the tables of the search anew from what they follow, one statement each: what the triggers
 * of the migration make row by row (a test compares the two), for benches that write many rows.
 */
export async function fillFacets(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`truncate offer_facets, offer_lists, provider_records`);
    await tx.execute(sql`
      insert into offer_lists (digest, lists)
      select distinct md5(named::text), named
      from (select lower((submission->'lists')::text)::jsonb as named from resource_offers) o
    `);
    await tx.execute(sql`
      insert into provider_records
        (provider, deals, settled, kept, missed, declined, judged, upheld, overturned)
      select provider, count(*), count(settled_at),
        count(*) filter (where outcome in ('Accepted', 'Upheld')),
        count(*) filter (where outcome = 'Missed'), count(*) filter (where outcome = 'Declined'),
        count(case_opened_at), count(*) filter (where outcome = 'Upheld'),
        count(*) filter (where outcome = 'Overturned')
      from deals group by provider
    `);
    await tx.execute(sql`
      insert into provider_records (provider) select distinct provider from resource_offers
      on conflict do nothing
    `);
    await tx.execute(sql`
      insert into offer_facets (
        hash, provider, nonce, expiry, needs_ticket, ticket_until, is_cancelled, deals_ever,
        deals_live, total, concurrent, cpu_milli, memory_mib, storage_mib, gpu_count,
        gpu_memory_mib, gpu_model, base_price, fuel_price, fuel_per_second, max_value,
        min_execution_window, max_review_window, max_panel_size, min_theta, max_theta,
        verifications, is_for_any_solver, is_for_any_module, lists_id, uptime_since,
        uptime_seen_at, uptime_day, live_1, live_2, live_3, live_4, live_5, live_6, live_7)
      select o.hash, o.provider, o.nonce, o.expiry, o.ticket_key <> '0x' || repeat('0', 40),
        coalesce(t.until, 0),
        exists (select 1 from cancellations c where c.account = o.provider
          and ((c.kind = 'resource' and c.nonce = o.nonce)
            or (c.kind = 'below' and c.nonce > o.nonce))),
        coalesce(u.deals, 0), coalesce(d.live, 0),
        ${number('total')}, ${number('concurrent')}, ${number('cpuMilli')}, ${number('memoryMiB')},
        ${number('storageMiB')}, ${number('gpuCount')}, ${number('gpuMemoryMiB')},
        nullif(lower(offer->>'gpuModel'), '0x' || repeat('0', 64)),
        o.base_price, o.fuel_price, ${number('fuelPerSecond')}, ${number('maxValue')},
        ${number('minExecutionWindow')}, ${number('maxReviewWindow')}, ${number('maxPanelSize')},
        ${number('minTheta')}, ${number('maxTheta')}, ${number('verifications')},
        offer->>'solver' = '0x' || repeat('0', 40), offer->>'modulesHash' = '0x' || repeat('0', 64),
        l.id, coalesce(t.since, 9223372036854775807),
        coalesce(t.seen_at, 0), coalesce(t.day, 0),
        ${sql.join(
          [1, 2, 3, 4, 5, 6, 7].map((days) => sql`coalesce(t.live[${sql.raw(String(days))}], 0)`),
          sql`, `,
        )}
      from (select *, submission->'offer' as offer,
          md5(lower((submission->'lists')::text)::jsonb::text) as digest from resource_offers) o
        join offer_lists l on l.digest = o.digest
        left join tickets t on t.resource_offer_hash = o.hash
        left join resource_uses u on u.provider = o.provider and u.nonce = o.nonce
        left join (select provider, resource_nonce, count(*) as live from deals
            where settled_at is null group by 1, 2) d
          on d.provider = o.provider and d.resource_nonce = o.nonce
      order by o.posted_at, o.hash
    `);
  });
}

/** A figure of the signed offer. */
const number = (name: string) => sql`exact_number(offer->${sql.raw(`'${name}'`)})`;
