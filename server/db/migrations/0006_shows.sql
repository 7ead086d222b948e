CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"published_on" date NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "show_reminders" (
	"id" text PRIMARY KEY NOT NULL,
	"episode_id" text NOT NULL,
	"seeker_id" text NOT NULL,
	"minutes_before" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"starting_text_at" timestamp with time zone,
	"cancelled_text_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "minutes" integer DEFAULT 120 NOT NULL;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "occurs_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "number" integer;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "by_hand" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "question" text;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "cancelled_by" text;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "cancel_reason" text;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "sequence" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "rundown_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rundown_items" ADD COLUMN "segment" text;--> statement-breakpoint
ALTER TABLE "rundown_items" ADD COLUMN "guests" text;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "starts_on" date;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "ends_on" date;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "on_holiday" text DEFAULT 'hold' NOT NULL;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "on_swapped" text DEFAULT 'usual' NOT NULL;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "host_user_id" text;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "host_name" text;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "organiser" text;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "slug" text;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "title_pattern" text;--> statement-breakpoint
CREATE UNIQUE INDEX "show_reminders_once" ON "show_reminders" USING btree ("episode_id","seeker_id");--> statement-breakpoint
CREATE INDEX "show_reminders_seeker" ON "show_reminders" USING btree ("seeker_id");--> statement-breakpoint
CREATE UNIQUE INDEX "episodes_occurrence" ON "episodes" USING btree ("show_id","occurs_at");--> statement-breakpoint
ALTER TABLE "shows" ADD CONSTRAINT "shows_slug_unique" UNIQUE("slug");