ALTER TABLE "generation_rollups" ADD COLUMN "priced" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "carbon_known" bigint DEFAULT 0 NOT NULL;