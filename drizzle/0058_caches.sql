CREATE TABLE "answer_leases" (
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"holder" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_leases_project_id_key_pk" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
CREATE TABLE "cache_checks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"route_id" uuid NOT NULL,
	"route_version" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"zone" text NOT NULL,
	"cosine" double precision NOT NULL,
	"verdict" text NOT NULL,
	"reason" text NOT NULL,
	"generation_id" uuid NOT NULL,
	"cached_from_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "question" text;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "prompt_id" uuid;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "prompt_version_id" uuid;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "metadata" jsonb;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "end_user_hash" text;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "scope_key" text;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "embedding" vector;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "embedding_model" text;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "pinned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "pinned_by" uuid;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD COLUMN "pinned_by_name" text;--> statement-breakpoint
ALTER TABLE "route_versions" ADD COLUMN "semantic_off_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "route_versions" ADD COLUMN "semantic_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "cache_state" text;--> statement-breakpoint
ALTER TABLE "answer_leases" ADD CONSTRAINT "answer_leases_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cache_checks" ADD CONSTRAINT "cache_checks_project_id_route_id_routes_project_id_id_fk" FOREIGN KEY ("project_id","route_id") REFERENCES "public"."routes"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cache_checks_project_id_route_id_route_version_created_at_index" ON "cache_checks" USING btree ("project_id","route_id","route_version","created_at");--> statement-breakpoint
CREATE INDEX "cached_answers_by_generation" ON "cached_answers" USING btree ("project_id",("answer" ->> 'generationId'));--> statement-breakpoint
CREATE INDEX "cached_answers_project_id_scope_key_index" ON "cached_answers" USING btree ("project_id","scope_key") WHERE "cached_answers"."scope_key" is not null;--> statement-breakpoint
CREATE INDEX "generations_project_id_cached_from_id_index" ON "generations" USING btree ("project_id","cached_from_id") WHERE "generations"."cached_from_id" is not null;