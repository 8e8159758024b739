ALTER TABLE "cases" DROP CONSTRAINT "cases_project_id_run_id_example_id_unique";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "sample" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "samples" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_project_id_run_id_example_id_sample_unique" UNIQUE("project_id","run_id","example_id","sample");