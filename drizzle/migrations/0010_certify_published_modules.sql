CREATE TABLE "certifications" (
	"module_id" text PRIMARY KEY NOT NULL,
	"author" text NOT NULL,
	"build" integer NOT NULL,
	"tries" integer NOT NULL,
	"is_under_way" boolean NOT NULL,
	"tried_at" bigint NOT NULL,
	"rests_until" bigint NOT NULL,
	"spent" integer NOT NULL,
	"problem" text,
	"is_final" boolean NOT NULL,
	"certificate" jsonb,
	"certified_build" integer
);
--> statement-breakpoint
CREATE INDEX "certifications_tried_at" ON "certifications" USING btree ("tried_at");--> statement-breakpoint
CREATE INDEX "published_modules_wasm" ON "published_modules" USING btree ("published_at","module_id","author") WHERE "published_modules"."manifest"->>'class' = 'A';