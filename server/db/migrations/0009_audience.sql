CREATE TABLE "audience_samples" (
	"episode_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"viewers" integer NOT NULL,
	"posting_id" text,
	CONSTRAINT "audience_samples_episode_id_at_pk" PRIMARY KEY("episode_id","at")
);
--> statement-breakpoint
CREATE TABLE "audience_views" (
	"episode_id" text NOT NULL,
	"page_hash" text NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audience_views_episode_id_page_hash_pk" PRIMARY KEY("episode_id","page_hash")
);
--> statement-breakpoint
CREATE TABLE "chat_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"episode_id" text NOT NULL,
	"kind" text NOT NULL,
	"viewer_hash" text,
	"number" integer,
	"text_sealed" text,
	"state" text NOT NULL,
	"votes" integer DEFAULT 0 NOT NULL,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"shown_at" timestamp with time zone,
	"decided_by" text
);
--> statement-breakpoint
CREATE TABLE "chat_rooms" (
	"episode_id" text PRIMARY KEY NOT NULL,
	"is_on" boolean NOT NULL,
	"holds_all" boolean NOT NULL,
	"slow_seconds" integer NOT NULL,
	"pinned_id" text,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_viewers" (
	"episode_id" text NOT NULL,
	"viewer_hash" text NOT NULL,
	"number" integer NOT NULL,
	"last_at" timestamp with time zone,
	"muted_at" timestamp with time zone,
	"muted_by" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "chat_viewers_episode_id_viewer_hash_pk" PRIMARY KEY("episode_id","viewer_hash")
);
--> statement-breakpoint
CREATE TABLE "chat_votes" (
	"message_id" text NOT NULL,
	"viewer_hash" text NOT NULL,
	CONSTRAINT "chat_votes_message_id_viewer_hash_pk" PRIMARY KEY("message_id","viewer_hash")
);
--> statement-breakpoint
CREATE TABLE "chat_words" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"word" text NOT NULL,
	"skeleton" text NOT NULL,
	"action" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "call_backs" ADD COLUMN "episode_id" text;--> statement-breakpoint
CREATE INDEX "audience_views_first" ON "audience_views" USING btree ("first_at");--> statement-breakpoint
CREATE INDEX "chat_messages_window" ON "chat_messages" USING btree ("episode_id","kind","state","shown_at");--> statement-breakpoint
CREATE INDEX "chat_messages_viewer" ON "chat_messages" USING btree ("episode_id","viewer_hash");--> statement-breakpoint
CREATE INDEX "chat_messages_created" ON "chat_messages" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "chat_viewers_created" ON "chat_viewers" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "chat_words_once" ON "chat_words" USING btree ("region_code","skeleton");--> statement-breakpoint
CREATE INDEX "call_backs_episode" ON "call_backs" USING btree ("episode_id");