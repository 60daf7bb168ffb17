-- Writers first, in their own order: 0008_walk_offers_in_order tells why.
LOCK TABLE "indexer_cursor", "resource_offers", "tickets", "deals", "resource_uses", "cancellations" IN EXCLUSIVE MODE;--> statement-breakpoint
CREATE INDEX "deals_solver" ON "deals" USING btree ((record->'terms'->>'solver'));--> statement-breakpoint
-- Made anew, since searches read every row: what they ask first, and what has one width, stands
-- before what has not, so that a row is read up to there alone. The triggers find it by its name.
ALTER TABLE "offer_facets" RENAME TO "offer_facets_before";--> statement-breakpoint
CREATE TABLE "offer_facets" (
	"open_until" bigint GENERATED ALWAYS AS (case when is_cancelled or deals_ever >= total then 0 else expiry end) STORED NOT NULL,
	"on_until" bigint GENERATED ALWAYS AS (case when needs_ticket then ticket_until else 9223372036854775807 end) STORED NOT NULL,
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
	"lists_id" integer NOT NULL,
	"verifications" integer NOT NULL,
	"max_theta" integer NOT NULL,
	"min_theta" integer NOT NULL,
	"max_panel_size" integer NOT NULL,
	"deals_live" integer DEFAULT 0 NOT NULL,
	"concurrent" integer NOT NULL,
	"is_for_any_solver" boolean NOT NULL,
	"is_for_any_module" boolean NOT NULL,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"needs_ticket" boolean NOT NULL,
	"deals_ever" integer DEFAULT 0 NOT NULL,
	"total" bigint NOT NULL,
	"expiry" bigint NOT NULL,
	"ticket_until" bigint DEFAULT 0 NOT NULL,
	"provider" text NOT NULL,
	"hash" text PRIMARY KEY NOT NULL,
	"gpu_model" text,
	"uptime_since" bigint,
	"uptime_seen_at" bigint,
	"uptime_day" integer,
	"uptime_live" integer[],
	"nonce" numeric(78, 0) NOT NULL
);
--> statement-breakpoint
INSERT INTO "offer_facets" (base_price, fuel_price, memory_mib, cpu_milli, gpu_memory_mib,
  gpu_count, storage_mib, fuel_per_second, max_value, min_execution_window, max_review_window,
  lists_id, verifications, max_theta, min_theta, max_panel_size, deals_live, concurrent,
  is_for_any_solver, is_for_any_module, is_cancelled, needs_ticket, deals_ever, total, expiry,
  ticket_until, provider, hash, gpu_model, uptime_since, uptime_seen_at, uptime_day, uptime_live,
  nonce)
SELECT base_price, fuel_price, memory_mib, cpu_milli, gpu_memory_mib,
  gpu_count, storage_mib, fuel_per_second, max_value, min_execution_window, max_review_window,
  lists_id, verifications, max_theta, min_theta, max_panel_size, deals_live, concurrent,
  is_for_any_solver, is_for_any_module, is_cancelled, needs_ticket, deals_ever, total, expiry,
  ticket_until, provider, hash, gpu_model, uptime_since, uptime_seen_at, uptime_day, uptime_live,
  nonce
FROM "offer_facets_before";--> statement-breakpoint
DROP TABLE "offer_facets_before";--> statement-breakpoint
ALTER TABLE "offer_facets" RENAME CONSTRAINT "offer_facets_pkey1" TO "offer_facets_pkey";--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_hash_resource_offers_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."resource_offers"("hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offer_facets" ADD CONSTRAINT "offer_facets_lists_id_offer_lists_id_fk" FOREIGN KEY ("lists_id") REFERENCES "public"."offer_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_facets_use" ON "offer_facets" USING btree ("provider","nonce");
