ALTER TABLE "generation_rollups" DROP CONSTRAINT "generation_rollups_project_id_day_prompt_version_key_provider_model_source_is_simulated_pk";--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "environment" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD CONSTRAINT "generation_rollups_cell" PRIMARY KEY("project_id","day","prompt_version_key","provider","model","environment","source","is_simulated");--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "prompt_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "prompt_version_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "environment" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "is_simulated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "environment" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "is_simulated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "environment" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "is_simulated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "kpi_values" ADD COLUMN "environment" text;--> statement-breakpoint
ALTER TABLE "kpi_values" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "kpi_values" ADD COLUMN "is_simulated" boolean DEFAULT false NOT NULL;