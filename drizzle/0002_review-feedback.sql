ALTER TABLE "decisions" ADD COLUMN "dataset_version_id" uuid;--> statement-breakpoint
ALTER TABLE "queues" ADD COLUMN "second_opinion_share" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "queues" ADD COLUMN "dataset_id" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "prompt_path" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "prompt_version_number" integer;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "decisions_needed" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "decision_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "held_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "prompt_path" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "prompt_version_number" integer;--> statement-breakpoint
ALTER TABLE "kpi_values" ADD COLUMN "prompt_path" text;--> statement-breakpoint
ALTER TABLE "kpi_values" ADD COLUMN "prompt_version_number" integer;--> statement-breakpoint
ALTER TABLE "kpis" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "kpis" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "decisions_project_id_reviewer_id_created_at_index" ON "decisions" USING btree ("project_id","reviewer_id","created_at");--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_project_id_queue_id_generation_id_unique" UNIQUE("project_id","queue_id","generation_id");