CREATE TABLE "content_assets" (
	"sha256" text PRIMARY KEY NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"duration_ms" integer,
	"uploaded_by" text NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contents" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"draft" jsonb NOT NULL,
	"approved" jsonb,
	"approved_version" integer,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"writers" text[] NOT NULL,
	"rejected_reason" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "empty_playlists" (
	"screen_id" text NOT NULL,
	"playlist_id" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "empty_playlists_screen_id_playlist_id_pk" PRIMARY KEY("screen_id","playlist_id")
);
--> statement-breakpoint
CREATE TABLE "playlists" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"name" text NOT NULL,
	"items" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"playlist_id" text NOT NULL,
	"region_code" text NOT NULL,
	"name" text NOT NULL,
	"target" jsonb NOT NULL,
	"rule" jsonb NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_playlist_id_playlists_id_fk" FOREIGN KEY ("playlist_id") REFERENCES "public"."playlists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contents_region" ON "contents" USING btree ("region_code","updated_at");--> statement-breakpoint
CREATE INDEX "playlists_region" ON "playlists" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "schedules_playlist" ON "schedules" USING btree ("playlist_id");