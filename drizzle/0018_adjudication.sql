CREATE TABLE "adjudications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"opinion_a_id" uuid NOT NULL,
	"opinion_b_id" uuid NOT NULL,
	"decision_id" uuid,
	"reason" text NOT NULL,
	"adjudicator_id" uuid NOT NULL,
	"adjudicator_name" text NOT NULL,
	"decision_ms" integer NOT NULL,
	"request_key" uuid,
	"undone_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "adjudications_project_id_id_unique" UNIQUE("project_id","id"),
	CONSTRAINT "adjudications_project_id_task_id_adjudicator_id_request_key_unique" UNIQUE("project_id","task_id","adjudicator_id","request_key")
);
--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "role" text DEFAULT 'opinion' NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "is_outcome" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "correction_status" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "confirmed_by" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "confirmed_by_name" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "confirmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "holds" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_project_id_task_id_tasks_project_id_id_fk" FOREIGN KEY ("project_id","task_id") REFERENCES "public"."tasks"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "adjudications_project_id_task_id_index" ON "adjudications" USING btree ("project_id","task_id");--> statement-breakpoint
CREATE INDEX "decisions_project_id_correction_status_index" ON "decisions" USING btree ("project_id","correction_status");