-- Writers first, in the order in which they take their locks: the indexer its cursor before all else,
-- the API an offer before its ticket. Were offer_facets held alone, their triggers would wait for it,
-- and this for them. Whoever only reads goes on until then.
LOCK TABLE "indexer_cursor", "resource_offers", "tickets", "deals", "resource_uses", "cancellations" IN EXCLUSIVE MODE;--> statement-breakpoint
-- Made anew once more: offers are numbered in the order of posting, uptime stands in columns of one
-- width among the first, and pages keep room for the next tickets, so that a ticket changes no index.
ALTER TABLE "offer_facets" RENAME TO "offer_facets_before";--> statement-breakpoint
CREATE TABLE "offer_facets" (
	"open_until" bigint GENERATED ALWAYS AS (case when is_cancelled or deals_ever >= total then 0 else expiry end) STORED NOT NULL,
	"on_until" bigint GENERATED ALWAYS AS (case when needs_ticket then ticket_until else 9223372036854775807 end) STORED NOT NULL,
	"ticket_until" bigint DEFAULT 0 NOT NULL,
	"uptime_since" bigint DEFAULT 9223372036854775807 NOT NULL,
	"uptime_seen_at" bigint DEFAULT 0 NOT NULL,
	"uptime_day" integer DEFAULT 0 NOT NULL,
	"live_7" integer DEFAULT 0 NOT NULL,
	"base_price" double precision NOT NULL,
	"fuel_price" double precision NOT NULL,
	"memory_mib" bigint NOT NULL,
	"cpu_milli" bigint NOT NULL,
	"gpu_memory_mib" bigint NOT NULL,
	"gpu_count" bigint NOT NULL,
	"storage_mib" bigint NOT NULL,
	"fuel_per_second" double precision NOT NULL,
	"max_value" double precision NOT NULL,
	"min_execution_window" bigint NOT NULL,
	"max_review_window" bigint NOT NULL,
	"total" bigint NOT NULL,
	"expiry" bigint NOT NULL,
	"id" integer PRIMARY KEY NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "offer_facets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"lists_id" integer NOT NULL,
	"verifications" integer NOT NULL,
	"max_theta" integer NOT NULL,
	"min_theta" integer NOT NULL,
	"max_panel_size" integer NOT NULL,
	"deals_live" integer DEFAULT 0 NOT NULL,
	"concurrent" integer NOT NULL,
	"deals_ever" integer DEFAULT 0 NOT NULL,
	"is_for_any_solver" boolean NOT NULL,
	"is_for_any_module" boolean NOT NULL,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"needs_ticket" boolean NOT NULL,
	"live_1" integer DEFAULT 0 NOT NULL,
	"live_2" integer DEFAULT 0 NOT NULL,
	"live_3" integer DEFAULT 0 NOT NULL,
	"live_4" integer DEFAULT 0 NOT NULL,
	"live_5" integer DEFAULT 0 NOT NULL,
	"live_6" integer DEFAULT 0 NOT NULL,
	"provider" text NOT NULL,
	"hash" text NOT NULL,
	"gpu_model" text,
	"nonce" numeric(78, 0) NOT NULL
) WITH (fillfactor = 85);--> statement-breakpoint
INSERT INTO "offer_facets" (
  base_price, fuel_price, memory_mib, cpu_milli, gpu_memory_mib, gpu_count, storage_mib,
  fuel_per_second, max_value, min_execution_window, max_review_window, ticket_until, total,
  expiry, lists_id, verifications, max_theta, min_theta, max_panel_size, deals_live, concurrent,
  deals_ever, is_for_any_solver, is_for_any_module, is_cancelled, needs_ticket, uptime_since,
  uptime_seen_at, uptime_day, live_1, live_2, live_3, live_4, live_5, live_6, live_7, provider,
  hash, gpu_model, nonce
) SELECT
  f.base_price, f.fuel_price, f.memory_mib, f.cpu_milli, f.gpu_memory_mib, f.gpu_count,
  f.storage_mib, f.fuel_per_second, f.max_value, f.min_execution_window, f.max_review_window,
  f.ticket_until, f.total, f.expiry, f.lists_id, f.verifications, f.max_theta, f.min_theta,
  f.max_panel_size, f.deals_live, f.concurrent, f.deals_ever, f.is_for_any_solver,
  f.is_for_any_module, f.is_cancelled, f.needs_ticket,
  coalesce(f.uptime_since, 9223372036854775807), coalesce(f.uptime_seen_at, 0),
  coalesce(f.uptime_day, 0), coalesce(f.uptime_live[1], 0), coalesce(f.uptime_live[2], 0),
  coalesce(f.uptime_live[3], 0), coalesce(f.uptime_live[4], 0), coalesce(f.uptime_live[5], 0),
  coalesce(f.uptime_live[6], 0), coalesce(f.uptime_live[7], 0), f.provider, f.hash, f.gpu_model,
  f.nonce
FROM "offer_facets_before" f JOIN resource_offers o ON o.hash = f.hash
ORDER BY o.posted_at, o.hash;--> statement-breakpoint
DROP TABLE "offer_facets_before";--> statement-breakpoint
ALTER TABLE "offer_facets" RENAME CONSTRAINT "offer_facets_pkey1" TO "offer_facets_pkey";--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_hash_unique" UNIQUE("hash");--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_hash_resource_offers_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."resource_offers"("hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_lists_id_offer_lists_id_fk" FOREIGN KEY ("lists_id") REFERENCES "public"."offer_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Every provider with offers has a record, also before its first deal.
INSERT INTO "provider_records" (provider) SELECT DISTINCT provider FROM "offer_facets" ON CONFLICT DO NOTHING;--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_provider_provider_records_provider_fk" FOREIGN KEY ("provider") REFERENCES "public"."provider_records"("provider") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_facets_use" ON "offer_facets" USING btree ("provider","nonce");--> statement-breakpoint
CREATE INDEX "offer_facets_cpu" ON "offer_facets" USING btree ((cpu_milli::float8 / 1000),"id");--> statement-breakpoint
CREATE INDEX "offer_facets_memory" ON "offer_facets" USING btree ((memory_mib::float8 / 1024),"id");--> statement-breakpoint
CREATE INDEX "offer_facets_gpu_memory" ON "offer_facets" USING btree ((gpu_memory_mib::float8 / 1024),"id");--> statement-breakpoint
CREATE INDEX "offer_facets_gpu_model" ON "offer_facets" USING btree ("gpu_model","id");--> statement-breakpoint
CREATE INDEX "offer_facets_base_price" ON "offer_facets" USING btree ((base_price / 1e6),"id");--> statement-breakpoint
CREATE INDEX "offer_facets_price" ON "offer_facets" USING btree (((base_price + 10::float8 * fuel_price) / 1e6),"id");--> statement-breakpoint
CREATE INDEX "offer_facets_fuel_price" ON "offer_facets" USING btree ((fuel_price / 1e6),"id");--> statement-breakpoint
CREATE INDEX "provider_records_kept" ON "provider_records" USING btree ((100 * kept::float8 / nullif(settled, 0)),"provider");--> statement-breakpoint
CREATE INDEX "deals_seats" ON "deals" USING gin (((record->'case'->'firstPanel') || (record->'case'->'secondPanel')) jsonb_path_ops) WHERE case_opened_at is not null;--> statement-breakpoint
CREATE OR REPLACE FUNCTION add_offer_facets(o resource_offers) RETURNS void LANGUAGE plpgsql AS $$
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
  insert into provider_records (provider) values (o.provider) on conflict do nothing;
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
CREATE OR REPLACE FUNCTION follow_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  update offer_facets set
    ticket_until = new.until, uptime_since = coalesce(new.since, 9223372036854775807),
    uptime_seen_at = coalesce(new.seen_at, 0), uptime_day = coalesce(new.day, 0),
    live_1 = coalesce(new.live[1], 0), live_2 = coalesce(new.live[2], 0),
    live_3 = coalesce(new.live[3], 0), live_4 = coalesce(new.live[4], 0),
    live_5 = coalesce(new.live[5], 0), live_6 = coalesce(new.live[6], 0),
    live_7 = coalesce(new.live[7], 0)
  where hash = new.resource_offer_hash;
  return null;
end $$;
--> statement-breakpoint
ANALYZE "offer_facets";--> statement-breakpoint
ANALYZE "provider_records";
