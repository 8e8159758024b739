CREATE TABLE "cached_answers" (
	"project_id" uuid NOT NULL,
	"key" text NOT NULL,
	"route_id" uuid NOT NULL,
	"answer" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cached_answers_project_id_key_pk" PRIMARY KEY("project_id","key")
);
--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "cached_from_id" uuid;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD CONSTRAINT "cached_answers_project_id_route_id_routes_project_id_id_fk" FOREIGN KEY ("project_id","route_id") REFERENCES "public"."routes"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cached_answers_project_id_route_id_expires_at_index" ON "cached_answers" USING btree ("project_id","route_id","expires_at");