CREATE TABLE "domain_proofs" (
	"file_name" text PRIMARY KEY NOT NULL,
	"content" text NOT NULL,
	"uploaded_by" text NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outside_links" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"region_code" text NOT NULL,
	"station_id" text,
	"screen_id" text,
	"token_hash" text NOT NULL,
	"frame_origins" text[] NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "figure_days" (
	"day" date NOT NULL,
	"region_code" text NOT NULL,
	"station_id" text NOT NULL,
	"trade" text NOT NULL,
	"measure" text NOT NULL,
	"step" integer NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "figure_days_day_region_code_station_id_trade_measure_step_pk" PRIMARY KEY("day","region_code","station_id","trade","measure","step")
);
--> statement-breakpoint
CREATE TABLE "figure_hours" (
	"at" timestamp with time zone NOT NULL,
	"region_code" text NOT NULL,
	"station_id" text NOT NULL,
	"trade" text NOT NULL,
	"measure" text NOT NULL,
	"step" integer NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "figure_hours_at_region_code_station_id_trade_measure_step_pk" PRIMARY KEY("at","region_code","station_id","trade","measure","step")
);
--> statement-breakpoint
CREATE TABLE "figure_runs" (
	"what" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_members" (
	"id" text NOT NULL,
	"team_id" text NOT NULL,
	"contact_hash" text NOT NULL,
	"phone_sealed" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "team_members_team_id_contact_hash_pk" PRIMARY KEY("team_id","contact_hash"),
	CONSTRAINT "team_members_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"trade" text NOT NULL,
	"region_code" text NOT NULL,
	"stated_members" integer NOT NULL,
	"leader_sealed" text,
	"is_public" boolean NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_words" (
	"grab_id" text NOT NULL,
	"day" date NOT NULL,
	"side" text NOT NULL,
	"said_by" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "work_words_grab_id_day_side_pk" PRIMARY KEY("grab_id","day","side")
);
--> statement-breakpoint
ALTER TABLE "postings" ADD COLUMN "first_published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "outside_links_token" ON "outside_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "outside_links_region" ON "outside_links" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "figure_days_region" ON "figure_days" USING btree ("region_code","day");--> statement-breakpoint
CREATE INDEX "team_members_contact" ON "team_members" USING btree ("contact_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "teams_name" ON "teams" USING btree ("region_code","name");--> statement-breakpoint
CREATE INDEX "work_words_day" ON "work_words" USING btree ("day");--> statement-breakpoint
CREATE INDEX "grabs_created" ON "grabs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "scans_at" ON "scans" USING btree ("at");--> statement-breakpoint
CREATE INDEX "postings_published" ON "postings" USING btree (coalesce("first_published_at", "approved_at"));