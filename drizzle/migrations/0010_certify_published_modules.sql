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
	"certificate" jsonb
);
--> statement-breakpoint
CREATE INDEX "certifications_author" ON "certifications" USING btree ("author","tried_at");