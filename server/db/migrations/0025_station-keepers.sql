ALTER TABLE "invitations" ADD COLUMN "station_id" text;--> statement-breakpoint
ALTER TABLE "staff_grants" ADD COLUMN "station_id" text;