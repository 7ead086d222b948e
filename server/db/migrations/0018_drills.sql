DROP TABLE "play_proofs" CASCADE;--> statement-breakpoint
ALTER TABLE "takeovers" ADD COLUMN "drill" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "takeovers" ADD COLUMN "reached" text[] DEFAULT '{}' NOT NULL;