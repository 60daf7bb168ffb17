CREATE TABLE "machine_incidents" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"agent" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"since" bigint NOT NULL,
	"until" bigint,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "machine_samples" (
	"agent" text NOT NULL,
	"step" integer NOT NULL,
	"at" bigint NOT NULL,
	"pulses" integer NOT NULL,
	"cpu" double precision NOT NULL,
	"cpu_count" integer NOT NULL,
	"memory" double precision NOT NULL,
	"memory_count" integer NOT NULL,
	"gpu" double precision NOT NULL,
	"gpu_count" integer NOT NULL,
	"running" double precision NOT NULL,
	"queued" double precision NOT NULL,
	CONSTRAINT "machine_samples_agent_step_at_pk" PRIMARY KEY("agent","step","at")
);
--> statement-breakpoint
CREATE TABLE "machines" (
	"agent" text PRIMARY KEY NOT NULL,
	"provider" text,
	"report" jsonb NOT NULL,
	"report_signature" text NOT NULL,
	"reported_at" bigint NOT NULL,
	"first_heard_at" bigint NOT NULL,
	"heard_at" bigint NOT NULL,
	"pulse" jsonb,
	"pulse_signature" text,
	"pulse_heard_at" bigint,
	"boots" jsonb,
	"wanted_order" jsonb,
	"order_signature" text
);
--> statement-breakpoint
CREATE TABLE "pairings" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"agent" text
);
--> statement-breakpoint
ALTER TABLE "machine_incidents" ADD CONSTRAINT "machine_incidents_agent_machines_agent_fk" FOREIGN KEY ("agent") REFERENCES "public"."machines"("agent") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "machine_samples" ADD CONSTRAINT "machine_samples_agent_machines_agent_fk" FOREIGN KEY ("agent") REFERENCES "public"."machines"("agent") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "machine_incidents_newest" ON "machine_incidents" USING btree ("agent","since" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "machines_provider" ON "machines" USING btree ("provider");--> statement-breakpoint
CREATE INDEX "machines_heard" ON "machines" USING btree ("heard_at");--> statement-breakpoint
CREATE INDEX "pairings_expiry" ON "pairings" USING btree ("expires_at");