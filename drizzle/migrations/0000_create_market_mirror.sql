CREATE TABLE "blocks" (
	"number" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"parent_hash" text NOT NULL,
	"timestamp" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cancellations" (
	"account" text NOT NULL,
	"kind" text NOT NULL,
	"nonce" numeric(78, 0) NOT NULL,
	CONSTRAINT "cancellations_account_kind_nonce_pk" PRIMARY KEY("account","kind","nonce")
);
--> statement-breakpoint
CREATE TABLE "chain_events" (
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"block_hash" text NOT NULL,
	"block_timestamp" bigint NOT NULL,
	"transaction_hash" text NOT NULL,
	"name" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"args" jsonb NOT NULL,
	CONSTRAINT "chain_events_block_number_log_index_pk" PRIMARY KEY("block_number","log_index")
);
--> statement-breakpoint
CREATE TABLE "court_members" (
	"court_id" text NOT NULL,
	"member" text NOT NULL,
	"position" integer NOT NULL,
	"joined_at" bigint,
	"left_at" bigint,
	CONSTRAINT "court_members_court_id_member_pk" PRIMARY KEY("court_id","member")
);
--> statement-breakpoint
CREATE TABLE "courts" (
	"id" text PRIMARY KEY NOT NULL,
	"engines" jsonb NOT NULL,
	"directories" jsonb NOT NULL,
	"terms" jsonb NOT NULL,
	"founded_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deals" (
	"id" text PRIMARY KEY NOT NULL,
	"buyer" text NOT NULL,
	"provider" text NOT NULL,
	"job_offer_hash" text NOT NULL,
	"job_nonce" numeric(78, 0) NOT NULL,
	"attempt" integer NOT NULL,
	"resource_offer_hash" text NOT NULL,
	"resource_nonce" numeric(78, 0) NOT NULL,
	"module_id" text NOT NULL,
	"court" text NOT NULL,
	"value" numeric(78, 0) NOT NULL,
	"provider_lock" numeric(78, 0) NOT NULL,
	"stage" text NOT NULL,
	"cause" text,
	"outcome" text,
	"price" numeric(78, 0),
	"buyer_net" numeric(78, 0),
	"provider_net" numeric(78, 0),
	"job_free" boolean,
	"matched_at" bigint NOT NULL,
	"posted_at" bigint,
	"case_opened_at" bigint,
	"settled_at" bigint,
	"record" jsonb NOT NULL,
	"last_block" bigint NOT NULL,
	"last_log_index" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indexer_cursor" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"chain_id" integer NOT NULL,
	"genesis_hash" text NOT NULL,
	"market" text NOT NULL,
	"start_block" bigint NOT NULL,
	"block_number" bigint NOT NULL,
	"block_hash" text NOT NULL,
	"finalized_number" bigint NOT NULL,
	"head_number" bigint NOT NULL,
	"head_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "indexer_cursor_one_row" CHECK ("indexer_cursor"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "job_offers" (
	"hash" text PRIMARY KEY NOT NULL,
	"buyer" text NOT NULL,
	"nonce" numeric(78, 0) NOT NULL,
	"module_id" text NOT NULL,
	"expiry" bigint NOT NULL,
	"submission" jsonb NOT NULL,
	"posted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource_offers" (
	"hash" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"nonce" numeric(78, 0) NOT NULL,
	"ticket_key" text NOT NULL,
	"base_price" numeric(78, 0) NOT NULL,
	"fuel_price" numeric(78, 0) NOT NULL,
	"expiry" bigint NOT NULL,
	"submission" jsonb NOT NULL,
	"posted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource_uses" (
	"provider" text NOT NULL,
	"nonce" numeric(78, 0) NOT NULL,
	"deals" integer NOT NULL,
	CONSTRAINT "resource_uses_provider_nonce_pk" PRIMARY KEY("provider","nonce")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"resource_offer_hash" text PRIMARY KEY NOT NULL,
	"until" bigint NOT NULL,
	"signature" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "court_members" ADD CONSTRAINT "court_members_court_id_courts_id_fk" FOREIGN KEY ("court_id") REFERENCES "public"."courts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_resource_offer_hash_resource_offers_hash_fk" FOREIGN KEY ("resource_offer_hash") REFERENCES "public"."resource_offers"("hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chain_events_subject" ON "chain_events" USING btree ("subject_kind","subject_id","block_number","log_index");--> statement-breakpoint
CREATE INDEX "chain_events_transaction" ON "chain_events" USING btree ("transaction_hash");--> statement-breakpoint
CREATE INDEX "court_members_member" ON "court_members" USING btree ("member");--> statement-breakpoint
CREATE INDEX "deals_newest" ON "deals" USING btree ("matched_at","id");--> statement-breakpoint
CREATE INDEX "deals_buyer" ON "deals" USING btree ("buyer","matched_at","id");--> statement-breakpoint
CREATE INDEX "deals_provider" ON "deals" USING btree ("provider","matched_at","id");--> statement-breakpoint
CREATE INDEX "deals_module" ON "deals" USING btree ("module_id","matched_at","id");--> statement-breakpoint
CREATE INDEX "deals_stage" ON "deals" USING btree ("stage","matched_at","id");--> statement-breakpoint
CREATE INDEX "deals_live" ON "deals" USING btree ("matched_at","id") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "deals_outcome" ON "deals" USING btree ("outcome","matched_at","id");--> statement-breakpoint
CREATE INDEX "deals_case" ON "deals" USING btree ("case_opened_at","id");--> statement-breakpoint
CREATE INDEX "deals_job_offer" ON "deals" USING btree ("job_offer_hash","attempt");--> statement-breakpoint
CREATE INDEX "deals_job_nonce" ON "deals" USING btree ("buyer","job_nonce");--> statement-breakpoint
CREATE INDEX "deals_live_resource_nonce" ON "deals" USING btree ("provider","resource_nonce") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "job_offers_buyer" ON "job_offers" USING btree ("buyer","nonce");--> statement-breakpoint
CREATE INDEX "job_offers_expiry" ON "job_offers" USING btree ("expiry");--> statement-breakpoint
CREATE INDEX "resource_offers_provider" ON "resource_offers" USING btree ("provider","nonce");--> statement-breakpoint
CREATE INDEX "resource_offers_price" ON "resource_offers" USING btree ("base_price","fuel_price","hash");--> statement-breakpoint
CREATE INDEX "resource_offers_ticket_key" ON "resource_offers" USING btree ("ticket_key");--> statement-breakpoint
CREATE INDEX "resource_offers_expiry" ON "resource_offers" USING btree ("expiry");