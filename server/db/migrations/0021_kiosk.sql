CREATE TABLE "guidance" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"title_en" text,
	"body_en" text,
	"phone" text,
	"source" text NOT NULL,
	"source_date" date,
	"checked_on" date,
	"hidden" boolean DEFAULT false NOT NULL,
	"place" integer DEFAULT 500 NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kiosk_uses" (
	"screen_id" text NOT NULL,
	"day" date NOT NULL,
	"run" text NOT NULL,
	"station_id" text NOT NULL,
	"sessions" integer NOT NULL,
	"jobs" integer NOT NULL,
	"searches" integer NOT NULL,
	"guidance" integer NOT NULL,
	"hand_overs" integer NOT NULL,
	"prints" integer NOT NULL,
	"readings" integer NOT NULL,
	"grabs" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kiosk_uses_screen_id_day_run_pk" PRIMARY KEY("screen_id","day","run")
);
--> statement-breakpoint
CREATE INDEX "kiosk_uses_station" ON "kiosk_uses" USING btree ("station_id","day");