ALTER TABLE "machines" ADD COLUMN "wanted_recheck" jsonb;--> statement-breakpoint
ALTER TABLE "machines" ADD COLUMN "recheck_signature" text;