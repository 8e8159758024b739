CREATE TABLE "benchmarks" (
	"project_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"dataset_version_id" uuid NOT NULL,
	"suite_version_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"model" text NOT NULL,
	"updated_by" uuid,
	"updated_by_name" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "benchmarks_project_id_prompt_id_pk" PRIMARY KEY("project_id","prompt_id")
);
--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "model" jsonb;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "from_model" jsonb;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "to_model" jsonb;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_project_id_prompt_id_prompts_project_id_id_fk" FOREIGN KEY ("project_id","prompt_id") REFERENCES "public"."prompts"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_project_id_dataset_version_id_dataset_versions_project_id_id_fk" FOREIGN KEY ("project_id","dataset_version_id") REFERENCES "public"."dataset_versions"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_project_id_suite_version_id_suite_versions_project_id_id_fk" FOREIGN KEY ("project_id","suite_version_id") REFERENCES "public"."suite_versions"("project_id","id") ON DELETE no action ON UPDATE no action;