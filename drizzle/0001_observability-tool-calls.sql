ALTER TABLE "generation_rollups" ADD COLUMN "cancelled" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "carbon_unknown" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "first_token_buckets" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "tool_calls" jsonb;