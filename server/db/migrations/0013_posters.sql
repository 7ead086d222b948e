CREATE TABLE "show_posters" (
	"show_id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"jpeg" "bytea" NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "show_posters_hash" ON "show_posters" USING btree ("hash");