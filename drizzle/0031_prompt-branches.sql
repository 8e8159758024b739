CREATE TABLE "prompt_branches" (
	"project_id" uuid NOT NULL,
	"prompt_id" uuid NOT NULL,
	"name" text NOT NULL,
	"head_version_id" uuid NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prompt_branches_project_id_prompt_id_name_pk" PRIMARY KEY("project_id","prompt_id","name")
);
--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "branch" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "prompt_versions" ADD COLUMN "merged_from_id" uuid;--> statement-breakpoint
ALTER TABLE "prompt_branches" ADD CONSTRAINT "prompt_branches_project_id_prompt_id_head_version_id_prompt_versions_project_id_prompt_id_id_fk" FOREIGN KEY ("project_id","prompt_id","head_version_id") REFERENCES "public"."prompt_versions"("project_id","prompt_id","id") ON DELETE cascade ON UPDATE no action;