CREATE TABLE "guarded_labels" (
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "guarded_labels_project_id_name_pk" PRIMARY KEY("project_id","name")
);
--> statement-breakpoint
ALTER TABLE "guarded_labels" ADD CONSTRAINT "guarded_labels_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;