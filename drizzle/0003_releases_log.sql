ALTER TABLE "approvals" ADD COLUMN "user_role" text NOT NULL;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "prompt_path" text NOT NULL;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "from_version_number" integer;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "to_version_number" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "closed_by_name" text;