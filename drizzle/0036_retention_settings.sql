CREATE TABLE "retention_settings" (
	"project_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"days" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"pruned_at" timestamp (3) with time zone,
	"pruned_count" bigint,
	CONSTRAINT "retention_settings_project_id_kind_pk" PRIMARY KEY("project_id","kind")
);
--> statement-breakpoint
ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;