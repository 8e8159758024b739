CREATE TABLE "file_contents" (
	"project_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "file_contents_project_id_hash_pk" PRIMARY KEY("project_id","hash")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"content_hash" text NOT NULL,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "file_contents" ADD CONSTRAINT "file_contents_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_project_id_content_hash_file_contents_project_id_hash_fk" FOREIGN KEY ("project_id","content_hash") REFERENCES "public"."file_contents"("project_id","hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_project_id_created_at_id_index" ON "files" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "files_project_id_content_hash_index" ON "files" USING btree ("project_id","content_hash");--> statement-breakpoint
CREATE INDEX "files_expires_at_index" ON "files" USING btree ("expires_at");