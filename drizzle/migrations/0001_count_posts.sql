CREATE TABLE "post_counts" (
	"client" text PRIMARY KEY NOT NULL,
	"since" bigint NOT NULL,
	"posts" integer NOT NULL
);
