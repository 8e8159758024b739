ALTER TABLE "generations" DROP CONSTRAINT "generations_project_id_id_unique";--> statement-breakpoint
DROP INDEX "generations_project_id_prompt_version_id_started_at_index";--> statement-breakpoint
DROP INDEX "generations_project_id_run_id_index";--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "spans" json;--> statement-breakpoint
CREATE INDEX "generations_project_id_prompt_version_id_started_at_index" ON "generations" USING btree ("project_id","prompt_version_id","started_at") WHERE "generations"."prompt_version_id" is not null;--> statement-breakpoint
CREATE INDEX "generations_project_id_run_id_index" ON "generations" USING btree ("project_id","run_id") WHERE "generations"."run_id" is not null;