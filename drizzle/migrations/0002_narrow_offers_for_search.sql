CREATE TABLE "offer_facets" (
	"hash" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"nonce" numeric(78, 0) NOT NULL,
	"expiry" bigint NOT NULL,
	"needs_ticket" boolean NOT NULL,
	"ticket_until" bigint DEFAULT 0 NOT NULL,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"deals_ever" integer DEFAULT 0 NOT NULL,
	"deals_live" integer DEFAULT 0 NOT NULL,
	"total" bigint NOT NULL,
	"concurrent" integer NOT NULL,
	"cpu_milli" bigint NOT NULL,
	"memory_mib" bigint NOT NULL,
	"storage_mib" bigint NOT NULL,
	"gpu_count" bigint NOT NULL,
	"gpu_memory_mib" bigint NOT NULL,
	"gpu_model" text,
	"base_price" double precision NOT NULL,
	"fuel_price" double precision NOT NULL,
	"fuel_per_second" double precision NOT NULL,
	"max_value" double precision NOT NULL,
	"min_execution_window" bigint NOT NULL,
	"max_review_window" bigint NOT NULL,
	"max_panel_size" integer NOT NULL,
	"min_theta" integer NOT NULL,
	"max_theta" integer NOT NULL,
	"verifications" integer NOT NULL,
	"is_for_any_solver" boolean NOT NULL,
	"is_for_any_module" boolean NOT NULL,
	"lists_id" integer NOT NULL,
	"uptime_since" bigint,
	"uptime_seen_at" bigint,
	"uptime_day" integer,
	"uptime_live" integer[]
);
--> statement-breakpoint
CREATE TABLE "offer_lists" (
	"id" serial PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"lists" jsonb NOT NULL,
	CONSTRAINT "offer_lists_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "provider_records" (
	"provider" text PRIMARY KEY NOT NULL,
	"deals" integer DEFAULT 0 NOT NULL,
	"settled" integer DEFAULT 0 NOT NULL,
	"kept" integer DEFAULT 0 NOT NULL,
	"missed" integer DEFAULT 0 NOT NULL,
	"declined" integer DEFAULT 0 NOT NULL,
	"judged" integer DEFAULT 0 NOT NULL,
	"upheld" integer DEFAULT 0 NOT NULL,
	"overturned" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "since" bigint;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "seen_at" bigint;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "day" integer;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "live" integer[];--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_hash_resource_offers_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."resource_offers"("hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_lists_id_offer_lists_id_fk" FOREIGN KEY ("lists_id") REFERENCES "public"."offer_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_facets_use" ON "offer_facets" USING btree ("provider","nonce");--> statement-breakpoint
-- Exact JSON writes 5n as "5n".
CREATE FUNCTION exact_number(value jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select rtrim(value #>> '{}', 'n')::numeric
$$;
--> statement-breakpoint
CREATE FUNCTION is_nonce_cancelled(owner text, number numeric) RETURNS boolean LANGUAGE sql STABLE AS $$
  select exists (
    select 1 from cancellations c
    where c.account = owner
      and ((c.kind = 'resource' and c.nonce = number) or (c.kind = 'below' and c.nonce > number))
  )
$$;
--> statement-breakpoint
CREATE FUNCTION add_offer_facets(o resource_offers) RETURNS void LANGUAGE plpgsql AS $$
declare
  offer jsonb := o.submission->'offer';
  named jsonb := lower((o.submission->'lists')::text)::jsonb;
  known integer;
begin
  select id into known from offer_lists where digest = md5(named::text);
  if known is null then
    insert into offer_lists (digest, lists) values (md5(named::text), named)
      on conflict (digest) do update set digest = excluded.digest
      returning id into known;
  end if;
  insert into offer_facets (
    hash, provider, nonce, expiry, needs_ticket, is_cancelled, deals_ever, deals_live, total,
    concurrent, cpu_milli, memory_mib, storage_mib, gpu_count, gpu_memory_mib, gpu_model,
    base_price, fuel_price, fuel_per_second, max_value, min_execution_window, max_review_window,
    max_panel_size, min_theta, max_theta, verifications, is_for_any_solver, is_for_any_module,
    lists_id
  ) values (
    o.hash, o.provider, o.nonce, o.expiry,
    o.ticket_key <> '0x0000000000000000000000000000000000000000',
    is_nonce_cancelled(o.provider, o.nonce),
    coalesce((select deals from resource_uses u
      where u.provider = o.provider and u.nonce = o.nonce), 0),
    (select count(*) from deals d
      where d.provider = o.provider and d.resource_nonce = o.nonce and d.settled_at is null),
    exact_number(offer->'total'), exact_number(offer->'concurrent'),
    exact_number(offer->'cpuMilli'), exact_number(offer->'memoryMiB'),
    exact_number(offer->'storageMiB'), exact_number(offer->'gpuCount'),
    exact_number(offer->'gpuMemoryMiB'),
    nullif(lower(offer->>'gpuModel'), '0x' || repeat('0', 64)),
    o.base_price, o.fuel_price, exact_number(offer->'fuelPerSecond'),
    exact_number(offer->'maxValue'), exact_number(offer->'minExecutionWindow'),
    exact_number(offer->'maxReviewWindow'), exact_number(offer->'maxPanelSize'),
    exact_number(offer->'minTheta'), exact_number(offer->'maxTheta'),
    exact_number(offer->'verifications'),
    offer->>'solver' = '0x' || repeat('0', 40),
    offer->>'modulesHash' = '0x' || repeat('0', 64),
    known
  );
end $$;
--> statement-breakpoint
CREATE FUNCTION follow_resource_offer() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  perform add_offer_facets(new);
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER offer_facets_follow_offers AFTER INSERT ON resource_offers
  FOR EACH ROW EXECUTE FUNCTION follow_resource_offer();
--> statement-breakpoint
CREATE FUNCTION follow_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  update offer_facets set
    ticket_until = new.until, uptime_since = new.since, uptime_seen_at = new.seen_at,
    uptime_day = new.day, uptime_live = new.live
  where hash = new.resource_offer_hash;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER offer_facets_follow_tickets AFTER INSERT OR UPDATE ON tickets
  FOR EACH ROW EXECUTE FUNCTION follow_ticket();
--> statement-breakpoint
CREATE FUNCTION follow_resource_use() RETURNS trigger LANGUAGE plpgsql AS $$
declare
  changed resource_uses := coalesce(new, old);
begin
  update offer_facets set deals_ever = case when new is null then 0 else new.deals end
  where provider = changed.provider and nonce = changed.nonce;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER offer_facets_follow_uses AFTER INSERT OR UPDATE OR DELETE ON resource_uses
  FOR EACH ROW EXECUTE FUNCTION follow_resource_use();
--> statement-breakpoint
CREATE FUNCTION follow_cancellation() RETURNS trigger LANGUAGE plpgsql AS $$
declare
  changed cancellations := coalesce(new, old);
begin
  update offer_facets set is_cancelled = is_nonce_cancelled(provider, nonce)
  where provider = changed.account and is_cancelled <> is_nonce_cancelled(provider, nonce);
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER offer_facets_follow_cancellations AFTER INSERT OR UPDATE OR DELETE ON cancellations
  FOR EACH ROW EXECUTE FUNCTION follow_cancellation();
--> statement-breakpoint
-- Adds one deal to its provider's record and to its offer's live ones, or takes it away (sign -1).
CREATE FUNCTION count_deal(d deals, sign integer) RETURNS void LANGUAGE plpgsql AS $$
declare
  settled integer := (d.settled_at is not null)::integer * sign;
  kept integer := coalesce(d.outcome in ('Accepted', 'Upheld'), false)::integer * sign;
  missed integer := coalesce(d.outcome = 'Missed', false)::integer * sign;
  declined integer := coalesce(d.outcome = 'Declined', false)::integer * sign;
  judged integer := (d.case_opened_at is not null)::integer * sign;
  upheld integer := coalesce(d.outcome = 'Upheld', false)::integer * sign;
  overturned integer := coalesce(d.outcome = 'Overturned', false)::integer * sign;
begin
  insert into provider_records as r
    (provider, deals, settled, kept, missed, declined, judged, upheld, overturned)
  values (d.provider, sign, settled, kept, missed, declined, judged, upheld, overturned)
  on conflict (provider) do update set
    deals = r.deals + excluded.deals, settled = r.settled + excluded.settled,
    kept = r.kept + excluded.kept, missed = r.missed + excluded.missed,
    declined = r.declined + excluded.declined, judged = r.judged + excluded.judged,
    upheld = r.upheld + excluded.upheld, overturned = r.overturned + excluded.overturned;
  if d.settled_at is null then
    update offer_facets set deals_live = deals_live + sign
    where provider = d.provider and nonce = d.resource_nonce;
  end if;
end $$;
--> statement-breakpoint
CREATE FUNCTION follow_deal() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'UPDATE' and
    (old.provider, old.resource_nonce, old.outcome, old.case_opened_at, old.settled_at)
    is not distinct from
    (new.provider, new.resource_nonce, new.outcome, new.case_opened_at, new.settled_at)
  then
    return null;
  end if;
  if tg_op <> 'INSERT' then perform count_deal(old, -1); end if;
  if tg_op <> 'DELETE' then perform count_deal(new, 1); end if;
  return null;
end $$;
--> statement-breakpoint
CREATE TRIGGER provider_records_follow_deals AFTER INSERT OR UPDATE OR DELETE ON deals
  FOR EACH ROW EXECUTE FUNCTION follow_deal();
--> statement-breakpoint
-- What is there already.
INSERT INTO provider_records
  (provider, deals, settled, kept, missed, declined, judged, upheld, overturned)
SELECT provider, count(*), count(settled_at),
  count(*) filter (where outcome in ('Accepted', 'Upheld')),
  count(*) filter (where outcome = 'Missed'), count(*) filter (where outcome = 'Declined'),
  count(case_opened_at), count(*) filter (where outcome = 'Upheld'),
  count(*) filter (where outcome = 'Overturned')
FROM deals GROUP BY provider;
--> statement-breakpoint
DO $$ declare o resource_offers; begin
  for o in select * from resource_offers loop perform add_offer_facets(o); end loop;
end $$;
--> statement-breakpoint
UPDATE offer_facets f SET ticket_until = t.until
FROM tickets t WHERE t.resource_offer_hash = f.hash;
