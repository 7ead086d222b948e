CREATE TABLE "captions" (
	"id" text PRIMARY KEY NOT NULL,
	"episode_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"media_time_ms" integer,
	"duration_ms" integer NOT NULL,
	"text" text NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "viewing_counts" (
	"episode_id" text NOT NULL,
	"path" text NOT NULL,
	"measure" text NOT NULL,
	"step" integer NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "viewing_counts_episode_id_path_measure_step_pk" PRIMARY KEY("episode_id","path","measure","step")
);
--> statement-breakpoint
CREATE INDEX "captions_episode" ON "captions" USING btree ("episode_id","at");