CREATE TABLE "keyed_requests" (
	"project_id" uuid NOT NULL,
	"actor_id" text NOT NULL,
	"key_hash" text NOT NULL,
	"request_hash" text NOT NULL,
	"answer" text,
	"generation_id" uuid,
	"locked_until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "keyed_requests_project_id_actor_id_key_hash_pk" PRIMARY KEY("project_id","actor_id","key_hash")
);
--> statement-breakpoint
ALTER TABLE "keyed_requests" ADD CONSTRAINT "keyed_requests_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "keyed_requests_expires_at_index" ON "keyed_requests" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "keyed_requests_project_id_generation_id_index" ON "keyed_requests" USING btree ("project_id","generation_id");