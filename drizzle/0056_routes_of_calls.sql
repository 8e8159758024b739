ALTER TABLE "generations" ADD COLUMN "route_id" uuid;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "route_version" integer;--> statement-breakpoint
CREATE INDEX "generations_project_id_route_id_started_at_index" ON "generations" USING btree ("project_id","route_id","started_at") WHERE "generations"."route_id" is not null;