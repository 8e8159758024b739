ALTER TABLE "models" ADD COLUMN "cache_write_price" double precision;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "reasoning_price" double precision;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "usage_estimated" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "reasoning" text;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "refusal" text;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "cached_input_tokens" integer;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "cache_write_tokens" integer;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "audio_input_tokens" integer;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "reasoning_tokens" integer;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "audio_output_tokens" integer;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "is_usage_estimated" boolean;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "cost_basis" jsonb;