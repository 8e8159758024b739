CREATE TABLE "pruned_corrections" (
	"project_id" uuid NOT NULL,
	"prompt_version_id" uuid NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pruned_corrections_project_id_prompt_version_id_pk" PRIMARY KEY("project_id","prompt_version_id")
);
--> statement-breakpoint
CREATE TABLE "pruned_complaints" (
	"project_id" uuid NOT NULL,
	"prompt_version_id" uuid NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pruned_complaints_project_id_prompt_version_id_pk" PRIMARY KEY("project_id","prompt_version_id")
);
--> statement-breakpoint
ALTER TABLE "pruned_corrections" ADD CONSTRAINT "pruned_corrections_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pruned_complaints" ADD CONSTRAINT "pruned_complaints_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;