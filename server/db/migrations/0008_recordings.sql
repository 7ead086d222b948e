CREATE TABLE "recording_cuts" (
	"id" text PRIMARY KEY NOT NULL,
	"episode_id" text NOT NULL,
	"kind" text NOT NULL,
	"seq" integer NOT NULL,
	"code" text,
	"title" text NOT NULL,
	"from_ms" integer NOT NULL,
	"to_ms" integer NOT NULL,
	"state" text NOT NULL,
	"percent" integer DEFAULT 0 NOT NULL,
	"bytes" bigint,
	"duration_ms" integer,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recordings" (
	"episode_id" text PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"duration_ms" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"finished_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "recording_cuts_episode" ON "recording_cuts" USING btree ("episode_id");--> statement-breakpoint
CREATE UNIQUE INDEX "recording_cuts_code" ON "recording_cuts" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "recording_cuts_once" ON "recording_cuts" USING btree ("episode_id","kind","seq");--> statement-breakpoint
CREATE INDEX "recordings_finished" ON "recordings" USING btree ("finished_at");