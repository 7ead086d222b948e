ALTER TABLE "grabs" ADD COLUMN "promoted_text_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "grabs" ADD COLUMN "confirmed_text_at" timestamp with time zone;