ALTER TABLE "screenshots" DROP CONSTRAINT "screenshots_pkey";--> statement-breakpoint
ALTER TABLE "screenshots" ADD CONSTRAINT "screenshots_screen_id_id_pk" PRIMARY KEY("screen_id","id");--> statement-breakpoint
ALTER TABLE "play_days" ADD COLUMN "station_id" text;--> statement-breakpoint
UPDATE "play_days" SET "station_id" = coalesce((SELECT "screens"."station_id" FROM "screens" WHERE "screens"."id" = "play_days"."screen_id"), '');--> statement-breakpoint
ALTER TABLE "play_days" ALTER COLUMN "station_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "play_days" DROP CONSTRAINT "play_days_day_screen_id_kind_subject_pk";--> statement-breakpoint
ALTER TABLE "play_days" ADD CONSTRAINT "play_days_day_screen_id_station_id_kind_subject_pk" PRIMARY KEY("day","screen_id","station_id","kind","subject");
