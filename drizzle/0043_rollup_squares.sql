ALTER TABLE "generation_rollups" ADD COLUMN "cost_squares" double precision;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "carbon_squares" double precision;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "tokens_known" bigint;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "tokens_sum" bigint;--> statement-breakpoint
ALTER TABLE "generation_rollups" ADD COLUMN "tokens_squares" double precision;