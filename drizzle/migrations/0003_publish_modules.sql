CREATE TABLE "published_modules" (
	"module_id" text PRIMARY KEY NOT NULL,
	"cid" text NOT NULL,
	"author" text NOT NULL,
	"manifest_hash" text NOT NULL,
	"signature" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"example_fuel" numeric(78, 0) NOT NULL,
	"sample_type" text,
	"sample" "bytea",
	"car" "bytea" NOT NULL,
	"published_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "published_modules_newest" ON "published_modules" USING btree ("published_at" DESC NULLS FIRST,"module_id");