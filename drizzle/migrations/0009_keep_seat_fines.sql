ALTER TABLE "deals" ADD COLUMN "seat_fines" numeric(78, 0) DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "deals" SET "seat_fines" = (
  SELECT coalesce(sum(rtrim(seat->>'slashed', 'n')::numeric), 0)
  FROM jsonb_array_elements("record"->'seats') AS seats(seat)
) WHERE "case_opened_at" IS NOT NULL;
