ALTER TABLE "episodes" ADD COLUMN "pinned_item_id" text;--> statement-breakpoint
ALTER TABLE "episodes" ADD COLUMN "canvas" text DEFAULT 'landscape' NOT NULL;