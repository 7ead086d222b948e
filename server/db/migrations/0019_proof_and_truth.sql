CREATE TABLE "glass_seals" (
	"id" text PRIMARY KEY NOT NULL,
	"spans" integer NOT NULL,
	"root" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "glass_spans" (
	"id" text PRIMARY KEY NOT NULL,
	"screen_id" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"seal_id" text
);
--> statement-breakpoint
CREATE TABLE "kept_manifests" (
	"hash" text PRIMARY KEY NOT NULL,
	"screen_id" text NOT NULL,
	"version" integer NOT NULL,
	"base_hash" text,
	"key_hash" text NOT NULL,
	"depth" integer NOT NULL,
	"packed" "bytea" NOT NULL,
	"kept_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "play_batches" (
	"journal_id" text NOT NULL,
	"from_seq" integer NOT NULL,
	"to_seq" integer NOT NULL,
	"screen_id" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"slides" jsonb NOT NULL,
	"plays" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "play_batches_journal_id_from_seq_pk" PRIMARY KEY("journal_id","from_seq")
);
--> statement-breakpoint
CREATE TABLE "play_days" (
	"day" date NOT NULL,
	"screen_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"plays" integer[] NOT NULL,
	"ms" integer[] NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "play_days_day_screen_id_kind_subject_pk" PRIMARY KEY("day","screen_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "play_journals" (
	"id" text PRIMARY KEY NOT NULL,
	"screen_id" text NOT NULL,
	"taken_seq" integer DEFAULT 0 NOT NULL,
	"lost" integer DEFAULT 0 NOT NULL,
	"retimed" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "takeover_answers" (
	"takeover_id" text NOT NULL,
	"screen_id" text NOT NULL,
	"shown_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "takeover_answers_takeover_id_screen_id_pk" PRIMARY KEY("takeover_id","screen_id")
);
--> statement-breakpoint
CREATE TABLE "truth_checks" (
	"id" text PRIMARY KEY NOT NULL,
	"week" date NOT NULL,
	"posting_id" text NOT NULL,
	"region_code" text NOT NULL,
	"screen_id" text NOT NULL,
	"version" integer NOT NULL,
	"shown" jsonb NOT NULL,
	"outcome" text DEFAULT 'open' NOT NULL,
	"number_works" text,
	"still_open" text,
	"pay_as_shown" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"tried_at" timestamp with time zone,
	"note" text,
	"checked_by" text,
	"checked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "truth_draws" (
	"round_id" text NOT NULL,
	"place" integer NOT NULL,
	"check_id" text NOT NULL,
	CONSTRAINT "truth_draws_round_id_place_pk" PRIMARY KEY("round_id","place")
);
--> statement-breakpoint
CREATE TABLE "truth_rounds" (
	"id" text PRIMARY KEY NOT NULL,
	"week" date NOT NULL,
	"region_code" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"seed" text NOT NULL,
	"population" text[] NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "glass_spans" ADD CONSTRAINT "glass_spans_seal_id_glass_seals_id_fk" FOREIGN KEY ("seal_id") REFERENCES "public"."glass_seals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "truth_draws" ADD CONSTRAINT "truth_draws_round_id_truth_rounds_id_fk" FOREIGN KEY ("round_id") REFERENCES "public"."truth_rounds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "truth_draws" ADD CONSTRAINT "truth_draws_check_id_truth_checks_id_fk" FOREIGN KEY ("check_id") REFERENCES "public"."truth_checks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "glass_spans_screen" ON "glass_spans" USING btree ("screen_id","from_at");--> statement-breakpoint
CREATE INDEX "glass_spans_seal" ON "glass_spans" USING btree ("seal_id");--> statement-breakpoint
CREATE INDEX "glass_spans_hash" ON "glass_spans" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "kept_manifests_screen" ON "kept_manifests" USING btree ("screen_id","version");--> statement-breakpoint
CREATE INDEX "kept_manifests_key" ON "kept_manifests" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "play_batches_screen" ON "play_batches" USING btree ("screen_id","starts_at");--> statement-breakpoint
CREATE INDEX "play_days_subject" ON "play_days" USING btree ("kind","subject","day");--> statement-breakpoint
CREATE INDEX "play_journals_screen" ON "play_journals" USING btree ("screen_id");--> statement-breakpoint
CREATE UNIQUE INDEX "truth_checks_week" ON "truth_checks" USING btree ("week","posting_id");--> statement-breakpoint
CREATE INDEX "truth_checks_region" ON "truth_checks" USING btree ("region_code","outcome");--> statement-breakpoint
CREATE INDEX "truth_draws_check" ON "truth_draws" USING btree ("check_id");--> statement-breakpoint
CREATE UNIQUE INDEX "truth_rounds_week" ON "truth_rounds" USING btree ("week","region_code");