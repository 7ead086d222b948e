CREATE TABLE "station_brands" (
	"station_id" text PRIMARY KEY NOT NULL,
	"line" text,
	"accent" text,
	"logo" "bytea",
	"logo_sha256" text,
	"logo_width" integer,
	"logo_height" integer,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "screens" ADD COLUMN "look" jsonb;