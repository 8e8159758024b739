CREATE TABLE "spans" (
	"project_id" uuid NOT NULL,
	"generation_id" uuid,
	"start_us" bigint NOT NULL,
	"end_us" bigint NOT NULL,
	"trace_id" text collate "C" NOT NULL,
	"span_id" text collate "C" NOT NULL,
	"parent_span_id" text collate "C",
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"status_message" text,
	"attributes" jsonb NOT NULL,
	"events" jsonb,
	CONSTRAINT "spans_project_id_trace_id_span_id_pk" PRIMARY KEY("project_id","trace_id","span_id")
);
--> statement-breakpoint
CREATE INDEX "spans_project_id_start_us_index" ON "spans" USING btree ("project_id","start_us") WHERE "spans"."generation_id" is null;