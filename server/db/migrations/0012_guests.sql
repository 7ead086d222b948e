CREATE TABLE "guests" (
	"id" text PRIMARY KEY NOT NULL,
	"episode_id" text NOT NULL,
	"origin" text NOT NULL,
	"wants" text NOT NULL,
	"name_sealed" text,
	"token_hash" text,
	"device_hash" text,
	"invited_by" text NOT NULL,
	"invited_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"consent_at" timestamp with time zone,
	"consent_version" text,
	"consent_locale" text,
	"on_stage_at" timestamp with time zone,
	"volume" integer DEFAULT 100 NOT NULL,
	"muted" boolean DEFAULT false NOT NULL,
	"fit" text DEFAULT 'cover' NOT NULL,
	"removed_at" timestamp with time zone,
	"left_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "raised_hands" (
	"id" text NOT NULL,
	"episode_id" text NOT NULL,
	"viewer_hash" text NOT NULL,
	"number" integer NOT NULL,
	"wants" text NOT NULL,
	"state" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"called_at" timestamp with time zone,
	"guest_id" text,
	CONSTRAINT "raised_hands_episode_id_viewer_hash_pk" PRIMARY KEY("episode_id","viewer_hash")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "guests_token" ON "guests" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "guests_episode" ON "guests" USING btree ("episode_id","invited_at");--> statement-breakpoint
CREATE UNIQUE INDEX "raised_hands_id" ON "raised_hands" USING btree ("id");--> statement-breakpoint
CREATE INDEX "raised_hands_at" ON "raised_hands" USING btree ("raised_at");