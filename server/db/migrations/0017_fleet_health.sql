CREATE TABLE "alert_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"alert_id" text NOT NULL,
	"rule_id" text NOT NULL,
	"fact" text NOT NULL,
	"turn" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "alert_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"region_code" text,
	"name" text NOT NULL,
	"kinds" text[] NOT NULL,
	"channel" text NOT NULL,
	"target_sealed" text NOT NULL,
	"secret_sealed" text,
	"format" text DEFAULT 'json' NOT NULL,
	"after_minutes" integer NOT NULL,
	"repeat_minutes" integer,
	"quiet_from" text,
	"quiet_until" text,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"region_code" text,
	"station_id" text,
	"reasons" text[] NOT NULL,
	"screens" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "condition_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"screen_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"reasons" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "screen_beats" (
	"screen_id" text PRIMARY KEY NOT NULL,
	"heard_at" timestamp with time zone NOT NULL,
	"health" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "screen_conditions" (
	"screen_id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"reasons" text[] NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"turned_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "screen_echoes" (
	"screen_id" text NOT NULL,
	"command_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "screen_echoes_screen_id_command_id_pk" PRIMARY KEY("screen_id","command_id")
);
--> statement-breakpoint
CREATE TABLE "screenshots" (
	"id" text PRIMARY KEY NOT NULL,
	"screen_id" text NOT NULL,
	"source" text NOT NULL,
	"media_type" text NOT NULL,
	"picture" "bytea" NOT NULL,
	"taken_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"region_code" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "alert_messages" ADD CONSTRAINT "alert_messages_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_messages" ADD CONSTRAINT "alert_messages_rule_id_alert_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alert_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_region_code_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "condition_changes" ADD CONSTRAINT "condition_changes_screen_id_screens_id_fk" FOREIGN KEY ("screen_id") REFERENCES "public"."screens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screen_beats" ADD CONSTRAINT "screen_beats_screen_id_screens_id_fk" FOREIGN KEY ("screen_id") REFERENCES "public"."screens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screen_conditions" ADD CONSTRAINT "screen_conditions_screen_id_screens_id_fk" FOREIGN KEY ("screen_id") REFERENCES "public"."screens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screen_echoes" ADD CONSTRAINT "screen_echoes_screen_id_screens_id_fk" FOREIGN KEY ("screen_id") REFERENCES "public"."screens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screenshots" ADD CONSTRAINT "screenshots_screen_id_screens_id_fk" FOREIGN KEY ("screen_id") REFERENCES "public"."screens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_messages_once" ON "alert_messages" USING btree ("alert_id","rule_id","fact","turn");--> statement-breakpoint
CREATE INDEX "alert_rules_region" ON "alert_rules" USING btree ("region_code");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("kind","subject") WHERE "alerts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_started" ON "alerts" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "condition_changes_screen" ON "condition_changes" USING btree ("screen_id","at");--> statement-breakpoint
CREATE INDEX "screenshots_screen" ON "screenshots" USING btree ("screen_id","taken_at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
ALTER TABLE "screens" DROP COLUMN "health";