CREATE TABLE "missed_stretches" (
	"id" text PRIMARY KEY NOT NULL,
	"episode_id" text NOT NULL,
	"from_ms" integer NOT NULL,
	"to_ms" integer NOT NULL,
	"zero_ms" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"pieces" integer NOT NULL,
	"state" text NOT NULL,
	"percent" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"touched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "show_posters" (
	"show_id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"jpeg" "bytea" NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "missed_stretches_once" ON "missed_stretches" USING btree ("episode_id","from_ms");--> statement-breakpoint
CREATE UNIQUE INDEX "missed_stretches_filling" ON "missed_stretches" USING btree ("episode_id") WHERE state = 'filling';--> statement-breakpoint
CREATE INDEX "missed_stretches_state" ON "missed_stretches" USING btree ("state");--> statement-breakpoint
CREATE INDEX "show_posters_hash" ON "show_posters" USING btree ("hash");