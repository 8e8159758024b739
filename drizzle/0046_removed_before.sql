ALTER TABLE "retention_settings" ALTER COLUMN "days" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "retention_settings" ADD COLUMN "pruned_before" timestamp (3) with time zone;