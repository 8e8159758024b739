ALTER TABLE "password_resets" ADD COLUMN "takes_second_factor" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "is_gated" boolean DEFAULT false NOT NULL;