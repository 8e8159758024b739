ALTER TABLE "examples" ADD COLUMN "end_user_hash" text;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "end_user_hash" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "end_user_hash" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "end_user_hash" text;--> statement-breakpoint
CREATE INDEX "examples_project_id_end_user_hash_index" ON "examples" USING btree ("project_id","end_user_hash") WHERE "examples"."end_user_hash" is not null;--> statement-breakpoint
CREATE INDEX "generations_project_id_end_user_hash_index" ON "generations" USING btree ("project_id","end_user_hash") WHERE "generations"."end_user_hash" is not null;--> statement-breakpoint
CREATE INDEX "tasks_project_id_end_user_hash_index" ON "tasks" USING btree ("project_id","end_user_hash") WHERE "tasks"."end_user_hash" is not null;--> statement-breakpoint
CREATE INDEX "feedback_project_id_end_user_hash_index" ON "feedback" USING btree ("project_id","end_user_hash") WHERE "feedback"."end_user_hash" is not null;