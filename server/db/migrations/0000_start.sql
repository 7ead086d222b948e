CREATE TABLE "auth_account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_session" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "auth_session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth_user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"username" text,
	"display_username" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "auth_user_email_unique" UNIQUE("email"),
	CONSTRAINT "auth_user_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "auth_verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grabs" (
	"id" text PRIMARY KEY NOT NULL,
	"posting_id" text NOT NULL,
	"seeker_id" text NOT NULL,
	"state" text NOT NULL,
	"waiting_number" integer,
	"link_code" text,
	"station_id" text,
	"screen_id" text,
	"channel" text NOT NULL,
	"arrival" jsonb,
	"hold_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" text,
	"started_at" timestamp with time zone,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"phone_hash" text NOT NULL,
	"code_hash" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" text PRIMARY KEY NOT NULL,
	"posting_id" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text,
	"seeker_id" text,
	"link_code" text,
	"source_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	"handled_by" text,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "seeker_sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"seeker_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "seekers" (
	"id" text PRIMARY KEY NOT NULL,
	"phone_hash" text,
	"contact_hash" text,
	"phone_sealed" text,
	"name" text,
	"created_at" timestamp with time zone NOT NULL,
	"forgotten_at" timestamp with time zone,
	CONSTRAINT "seekers_phoneHash_unique" UNIQUE("phone_hash")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"code" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"station_id" text,
	"screen_id" text,
	"episode_id" text,
	"set_key" text NOT NULL,
	"posting_ids" text[] NOT NULL,
	"page" integer,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scans" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"step" text NOT NULL,
	"posting_id" text,
	"station_id" text,
	"screen_id" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "episodes" (
	"id" text PRIMARY KEY NOT NULL,
	"show_id" text,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"region_code" text NOT NULL,
	"host_name" text NOT NULL,
	"organiser" text NOT NULL,
	"host_user_id" text NOT NULL,
	"state" text NOT NULL,
	"planned_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"away_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"rundown_seq" integer DEFAULT 0 NOT NULL,
	"current_item_id" text,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rundown_changes" (
	"episode_id" text NOT NULL,
	"seq" integer NOT NULL,
	"kind" text NOT NULL,
	"item_id" text,
	"at" timestamp with time zone NOT NULL,
	"media_time_ms" integer,
	"actor_id" text NOT NULL,
	"detail" jsonb,
	CONSTRAINT "rundown_changes_episode_id_seq_pk" PRIMARY KEY("episode_id","seq")
);
--> statement-breakpoint
CREATE TABLE "rundown_items" (
	"id" text PRIMARY KEY NOT NULL,
	"episode_id" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"posting_id" text,
	"title" text,
	"notes" text,
	"planned_minutes" integer,
	"link_code" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shows" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"region_code" text NOT NULL,
	"rrule" text NOT NULL,
	"start_time" text NOT NULL,
	"minutes" integer NOT NULL,
	"time_zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "minimum_wages" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"unit" text NOT NULL,
	"yuan" double precision NOT NULL,
	"source" text NOT NULL,
	"in_force_from" date NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"name" text NOT NULL,
	"lat" double precision NOT NULL,
	"lon" double precision NOT NULL,
	"pinned_by" text NOT NULL,
	"pinned_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "regions" (
	"code" text PRIMARY KEY NOT NULL,
	"parent_code" text,
	"name" text NOT NULL,
	"level" text NOT NULL,
	"path" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stations" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text NOT NULL,
	"name" text NOT NULL,
	"phone" text NOT NULL,
	"address" text,
	"lat" double precision,
	"lon" double precision,
	"hours" jsonb NOT NULL,
	"time_zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_backs" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"region_code" text NOT NULL,
	"posting_id" text,
	"grab_id" text,
	"report_id" text,
	"facts" jsonb NOT NULL,
	"phone_sealed" text,
	"due_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"done_by" text,
	"outcome" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "employers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"credit_code" text,
	"region_code" text NOT NULL,
	"checked_at" timestamp with time zone,
	"checked_by" text,
	"checked_how" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "intake_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"intake_id" text NOT NULL,
	"sheet" text NOT NULL,
	"row" integer NOT NULL,
	"outcome" text NOT NULL,
	"posting_id" text,
	"sealed" text NOT NULL,
	"reason" jsonb
);
--> statement-breakpoint
CREATE TABLE "intakes" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"file_name" text,
	"sha256" text,
	"evidence_path" text,
	"media_type" text,
	"bytes" integer,
	"state" text NOT NULL,
	"rows_done" integer DEFAULT 0 NOT NULL,
	"rows_total" integer,
	"mapping" jsonb,
	"problem" jsonb,
	"region_code" text NOT NULL,
	"author_id" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "posting_versions" (
	"posting_id" text NOT NULL,
	"version" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"phones_sealed" text NOT NULL,
	"original_sealed" text NOT NULL,
	"findings" jsonb NOT NULL,
	"intake_row_id" text,
	"author_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "posting_versions_posting_id_version_pk" PRIMARY KEY("posting_id","version")
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"id" text PRIMARY KEY NOT NULL,
	"number" integer,
	"status" text NOT NULL,
	"employer_id" text,
	"region_code" text NOT NULL,
	"version" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"author_id" text NOT NULL,
	"submitted_at" timestamp with time zone,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"approved_version" integer,
	"rejected_reason" text,
	"evidence_id" text,
	"places_total" integer NOT NULL,
	"places_left" integer NOT NULL,
	"waiting_seq" integer DEFAULT 0 NOT NULL,
	"lat" double precision,
	"lon" double precision,
	"confirmed_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"closed_reason" text,
	"employer_token_hash" text,
	"search_terms" text[] NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"id" text PRIMARY KEY NOT NULL,
	"posting_id" text NOT NULL,
	"station_id" text,
	"region_code" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"priority" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"area" text NOT NULL,
	"day" date NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_area_day_seq_pk" PRIMARY KEY("area","day","seq")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "manifests" (
	"screen_id" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"content_hash" text DEFAULT '' NOT NULL,
	"body" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	CONSTRAINT "manifests_screen_id_version_pk" PRIMARY KEY("screen_id","version")
);
--> statement-breakpoint
CREATE TABLE "pairings" (
	"code" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"public_key" text NOT NULL,
	"screen_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "play_proofs" (
	"id" text PRIMARY KEY NOT NULL,
	"screen_id" text NOT NULL,
	"manifest_version" integer NOT NULL,
	"slide_id" text NOT NULL,
	"posting_ids" text[] NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "screens" (
	"id" text PRIMARY KEY NOT NULL,
	"station_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"width_mm" integer NOT NULL,
	"height_mm" integer NOT NULL,
	"width_px" integer NOT NULL,
	"height_px" integer NOT NULL,
	"viewing_distance_m" real NOT NULL,
	"mount_height_m" real NOT NULL,
	"touch" boolean DEFAULT false NOT NULL,
	"live_mode" text DEFAULT 'beside' NOT NULL,
	"sound_on" boolean DEFAULT false NOT NULL,
	"public_key" text,
	"credential_version" integer DEFAULT 0 NOT NULL,
	"paired_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	"presented_version" integer,
	"presented_at" timestamp with time zone,
	"health" jsonb,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "takeovers" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"screen_id" text,
	"station_id" text,
	"region_code" text,
	"message" text,
	"raised_by" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" text
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"region_code" text,
	"employer_id" text,
	"invited_by" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "staff_grants" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"region_code" text,
	"employer_id" text,
	"granted_by" text NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_user_id_auth_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_auth_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake_rows" ADD CONSTRAINT "intake_rows_intake_id_intakes_id_fk" FOREIGN KEY ("intake_id") REFERENCES "public"."intakes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posting_versions" ADD CONSTRAINT "posting_versions_posting_id_postings_id_fk" FOREIGN KEY ("posting_id") REFERENCES "public"."postings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_posting_id_postings_id_fk" FOREIGN KEY ("posting_id") REFERENCES "public"."postings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "grabs_once" ON "grabs" USING btree ("posting_id","seeker_id") WHERE "grabs"."state" in ('held','grabbed','waiting','confirmed','started');--> statement-breakpoint
CREATE INDEX "grabs_seeker" ON "grabs" USING btree ("seeker_id");--> statement-breakpoint
CREATE INDEX "grabs_posting" ON "grabs" USING btree ("posting_id","state");--> statement-breakpoint
CREATE INDEX "grabs_hold" ON "grabs" USING btree ("hold_until");--> statement-breakpoint
CREATE INDEX "one_time_codes_phone" ON "one_time_codes" USING btree ("phone_hash","created_at");--> statement-breakpoint
CREATE INDEX "reports_posting" ON "reports" USING btree ("posting_id");--> statement-breakpoint
CREATE INDEX "seekers_contact" ON "seekers" USING btree ("contact_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "links_set" ON "links" USING btree ("origin","set_key");--> statement-breakpoint
CREATE INDEX "links_expires" ON "links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "scans_code" ON "scans" USING btree ("code");--> statement-breakpoint
CREATE INDEX "scans_station" ON "scans" USING btree ("station_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "episodes_slug" ON "episodes" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "episodes_state" ON "episodes" USING btree ("state");--> statement-breakpoint
CREATE INDEX "rundown_items_episode" ON "rundown_items" USING btree ("episode_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "places_region_name" ON "places" USING btree ("region_code","name");--> statement-breakpoint
CREATE INDEX "regions_path" ON "regions" USING btree ("path" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "stations_region" ON "stations" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "call_backs_open" ON "call_backs" USING btree ("region_code","done_at");--> statement-breakpoint
CREATE UNIQUE INDEX "employers_region_name" ON "employers" USING btree ("region_code","name");--> statement-breakpoint
CREATE UNIQUE INDEX "intake_rows_place" ON "intake_rows" USING btree ("intake_id","sheet","row");--> statement-breakpoint
CREATE INDEX "postings_status" ON "postings" USING btree ("status","region_code");--> statement-breakpoint
CREATE INDEX "postings_fingerprint" ON "postings" USING btree ("fingerprint");--> statement-breakpoint
CREATE INDEX "postings_expires" ON "postings" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "postings_search" ON "postings" USING gin ("search_terms");--> statement-breakpoint
CREATE UNIQUE INDEX "postings_employer_token" ON "postings" USING btree ("employer_token_hash");--> statement-breakpoint
CREATE INDEX "publications_posting" ON "publications" USING btree ("posting_id");--> statement-breakpoint
CREATE INDEX "publications_station" ON "publications" USING btree ("station_id");--> statement-breakpoint
CREATE INDEX "publications_region" ON "publications" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit_entries" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "play_proofs_screen" ON "play_proofs" USING btree ("screen_id","started_at");--> statement-breakpoint
CREATE INDEX "screens_station" ON "screens" USING btree ("station_id");--> statement-breakpoint
CREATE INDEX "staff_grants_user" ON "staff_grants" USING btree ("user_id");