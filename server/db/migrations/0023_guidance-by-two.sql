ALTER TABLE "guidance" ADD COLUMN "state" text DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance" ADD COLUMN "approved" jsonb;--> statement-breakpoint
ALTER TABLE "guidance" ADD COLUMN "approved_version" integer;--> statement-breakpoint
ALTER TABLE "guidance" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "guidance" ADD COLUMN "approved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "guidance" ADD COLUMN "writers" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "guidance" ADD COLUMN "rejected_reason" text;--> statement-breakpoint
-- What one person alone has written waits for a second one from now on; what was hidden stays hidden.
UPDATE "guidance" SET "writers" = ARRAY["edited_by"];--> statement-breakpoint
UPDATE "guidance" SET "state" = 'approved', "approved" = jsonb_build_object(
  'kind', "kind", 'title', "title", 'body', "body", 'titleEn', "title_en", 'bodyEn', "body_en", 'phone', "phone", 'source', "source",
  'sourceDate', "source_date", 'checkedOn', "checked_on", 'regionCode', "region_code", 'hidden', "hidden", 'place', "place"
) WHERE "hidden";
