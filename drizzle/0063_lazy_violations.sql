ALTER TABLE "runs" ALTER COLUMN "prompt_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "prompt_version_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "target" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "external" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_project_id_external_id_unique" UNIQUE("project_id","external_id");