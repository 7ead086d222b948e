ALTER TABLE "episodes" ADD COLUMN "media_node" text;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "media_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "postings" ADD COLUMN "proposed_reach" jsonb;--> statement-breakpoint
ALTER TABLE "postings" ADD COLUMN "filled_at" timestamp with time zone;