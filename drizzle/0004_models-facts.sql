ALTER TABLE "connections" ADD COLUMN "preset" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "key_hint" text;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "cached_input_price" double precision;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "active_parameters_high_billions" double precision;--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "total_parameters_high_billions" double precision;